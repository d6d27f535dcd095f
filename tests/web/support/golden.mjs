// Which runs are recorded in tests/golden, and what do they say?
import { readFileSync, readdirSync } from 'node:fs';

const folder = new URL('../../golden/', import.meta.url);
const SEPARATOR = '\n----\n\n';

/** Each run: the model, its link, the whole transcript, and the hash at its end. */
export const golden = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .flatMap((name) =>
    readFileSync(new URL(name, folder), 'utf8')
      .split(SEPARATOR)
      .map((transcript) => ({
        model: name.replace(/\.txt$/, ''),
        link: transcript.split('\n')[0],
        transcript,
        hash: transcript.match(/\ntrace ([0-9a-f]{16})\n$/)?.[1],
      })),
  );

/** The models that have recorded runs. */
export const models = [...new Set(golden.map((run) => run.model))];
