// For Node: the engine is read from the folder.
import { readFileSync } from 'node:fs';
import { initSync, models, run, Session } from './sandtable.js';

initSync({ module: readFileSync(new URL('./sandtable_bg.wasm', import.meta.url)) });
export { models, run, Session };
