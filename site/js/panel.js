// The panels of the page about what is on the device, and what they are made of.

/** An element with this text. */
export const make = (name, text, { className, type } = {}) => {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (className) made.className = className;
  if (type) made.type = type;
  return made;
};

/** The panel of the section with this heading, put at its end. */
export const panel = (heading) => {
  const made = make('div', '', { className: 'device' });
  let last = heading;
  while (last.nextElementSibling && !/^H[12]$/.test(last.nextElementSibling.tagName)) last = last.nextElementSibling;
  last.after(made);
  return made;
};
