// What does the site's own `_headers` say of a path? As Netlify and Cloudflare Pages read it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dist } from '../serve.mjs';

/** The headers of a path; of one name that several rules give, all, joined by commas. */
export function headersOf() {
  const rules = [];
  for (const line of readFileSync(join(dist, '_headers'), 'utf8').split('\n')) {
    if (line.startsWith(' ')) rules.at(-1).says.push(line.trim().split(/: (.*)/s));
    else if (line) rules.push({ path: line, says: [] });
  }
  const fits = (rule, path) => (rule.endsWith('*') ? path.startsWith(rule.slice(0, -1)) : path === rule);
  return (path) => {
    const said = {};
    for (const [name, value] of rules.filter((r) => fits(r.path, path)).flatMap((r) => r.says)) {
      const key = name.toLowerCase();
      said[key] = key in said ? `${said[key]}, ${value}` : value;
    }
    return said;
  };
}
