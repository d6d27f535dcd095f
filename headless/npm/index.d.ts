/// <reference lib="esnext.disposable" />
export { models, run, Session } from './sandtable.js';
export type { Check, Choice, Model, Problem, Refusal, Run } from './sandtable.js';
