// For bundlers and browsers: the engine is fetched from beside this file.
import init, { models, run, Session } from './sandtable.js';

await init();
export { models, run, Session };
