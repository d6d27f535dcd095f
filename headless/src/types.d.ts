/** What is wrong with a text that was given, where, and what to do about it. */
export interface Problem {
  /** The first byte (UTF-8) of the part that is meant, and the byte after its last. */
  from: number;
  to: number;
  what: string;
  cure: string;
}

/** What is thrown where something cannot be read or done. */
export interface Refusal extends Error {
  problems: Problem[];
}

/** A promise of a model, and what became of it. */
export interface Check {
  name: string;
  title: string;
  kind: 'always' | 'sometimes' | 'eventually';
  verdict: 'holds' | 'violated' | 'pending' | 'vacuous';
  /** The first step that violates it, else `null`. */
  violatedAt: number | null;
  /** Why it is violated, else `null`. */
  why: string | null;
}

/** Something that can be done now. */
export interface Choice {
  /** As `act` takes it: `crash B`. */
  action: string;
  /** As a button says it. */
  label: string;
  /** Whether it is done to the system, and is no use of it. */
  fault: boolean;
}

/** A model of the catalog. */
export interface Model {
  id: string;
  title: string;
  summary: string;
  knobs: { name: string; label: string; unit: string; help: string }[];
  /** Conditions that can be switched off; each protects some checks. */
  rules: { name: string; label: string; protects: string[]; help: string }[];
  checks: { name: string; title: string; help: string }[];
  /** The words that actions begin with. */
  actions: string[];
}

/** A whole run. */
export interface Run {
  /** The canonical link. */
  link: string;
  /** The id of its model. */
  model: string;
  /** How many steps it has. */
  length: number;
  /** Every sentence, the verdicts at the end, and the hash. */
  transcript: string;
  /** The checks at its end. */
  checks: Check[];
  /** The hash of the trace: 16 hexadecimal digits, equal on every target. */
  hash: string;
}
