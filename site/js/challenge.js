// Is a challenge won? What its model tells is held against the goal.

// The settings of a link: all its parts but the script, the moment and the view.
const settings = (link) => {
  const query = new URLSearchParams(link.split('?')[1] ?? '');
  const parts = [...query].filter(([name]) => !['do', 'at', 'view', 'vs'].includes(name));
  return JSON.stringify(parts.sort());
};

// The verbs of a link's script, in order. Actions are separated by semicolons; text in quotes may
// hold any.
const verbs = (link) => {
  const script = new URLSearchParams(link.split('?')[1] ?? '').get('do') ?? '';
  const actions = script.match(/(?:[^;"]|"[^"]*")+/g) ?? [];
  return actions.map((action) => action.trim().replace(/^@\S+\s+/, '').split(/\s/)[0]);
};

/** Grades a challenge from now on, and as it stands. */
export const judged = (challenge) => {
  const table = challenge.querySelector('sand-table');
  const grade = challenge.querySelector('.grade');
  const { violate, keep = '', faults, own, start } = challenge.dataset;
  const judge = () => {
    const { checks, link } = table;
    if (!Array.isArray(checks) || typeof link !== 'string') return;
    const violated = (name) => checks.some((c) => c.name === name && c.violatedAt != null);
    const used = verbs(link).filter((verb) => !own.split(' ').includes(verb)).length;
    const broken = keep.split(' ').find((name) => name && violated(name));
    const many = (n) => `${n} fault${n === 1 ? '' : 's'}`;
    let text = '';
    let won = false;
    if (settings(link) !== settings(start)) {
      text = 'The settings were changed: reset to try again.';
    } else if (violated(violate) && broken) {
      text = `Broken, but “${broken}” had to be kept.`;
    } else if (violated(violate) && faults !== undefined && used > Number(faults)) {
      text = `Broken, but with ${many(used)}; the goal allows ${faults}.`;
    } else if (violated(violate)) {
      text = `Done: broken with ${many(used)}.`;
      won = true;
    }
    const first = won && !grade.classList.contains('won');
    grade.classList.toggle('won', won);
    if (grade.textContent !== text) grade.textContent = text;
    if (first) challenge.dispatchEvent(new CustomEvent('sandtable:won', { bubbles: true }));
  };
  for (const name of ['ready', 'step', 'check']) {
    // After the event: the element is at work while it tells.
    table.addEventListener(`sand-table:${name}`, () => queueMicrotask(judge));
  }
  judge();
};
