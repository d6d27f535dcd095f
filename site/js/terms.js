// The definition of a term beside its words: by pointer, by focus, by touch. It comes from the glossary's page.
import { read } from './document.js';

const sheet = new URL('./reading.css', import.meta.url).href;
if (![...document.querySelectorAll('link[rel=stylesheet]')].some(({ href }) => href === sheet)) {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = sheet;
  document.head.append(link);
}

/** The glossary, fetched when a definition is first wanted. */
let fetched;
const glossary = (url) => {
  fetched ??= read(url).catch(() => {
    fetched = undefined; // Without a network and not kept: the next time may be better.
  });
  return fetched;
};

const note = document.createElement('div');
note.id = 'term-note';
note.className = 'term-note';
note.setAttribute('role', 'tooltip');
note.hidden = true;
document.body.append(note);

let shown; // The link whose definition is there.
let wanted; // The link whose definition is on its way.
let leaving;
const hide = () => {
  clearTimeout(leaving);
  shown?.removeAttribute('aria-describedby');
  shown = wanted = undefined;
  note.hidden = true;
};
/** A little later, so that the pointer can go from the words to the definition. */
const leave = () => {
  clearTimeout(leaving);
  wanted = undefined;
  leaving = setTimeout(hide, 300);
};
const show = async (link) => {
  clearTimeout(leaving);
  if (shown === link) return true;
  hide();
  wanted = link;
  const url = new URL(link.href);
  const page = await glossary(url.origin + url.pathname);
  const words = page?.getElementById(decodeURIComponent(url.hash.slice(1)))?.nextElementSibling?.querySelector('p');
  if (!words || wanted !== link) return false;
  note.textContent = words.textContent;
  note.hidden = false;
  shown = link;
  link.setAttribute('aria-describedby', note.id);
  // Below the words, or above them where there is no room; never over them.
  const [line] = link.getClientRects();
  const { offsetWidth: width, offsetHeight: height } = note;
  const left = Math.max(8, Math.min(line.left, document.documentElement.clientWidth - width - 8));
  const below = line.bottom + 6;
  const above = line.top - height - 6;
  const top = below + height > innerHeight && above > 0 ? above : below;
  note.style.left = `${left + scrollX}px`;
  note.style.top = `${top + scrollY}px`;
  return true;
};

let touched = false;
addEventListener('pointerdown', ({ pointerType, target }) => {
  touched = pointerType === 'touch';
  if (shown && target !== shown && !note.contains(target)) hide();
});
for (const link of document.querySelectorAll('.term')) {
  link.addEventListener('pointerenter', ({ pointerType }) => pointerType !== 'touch' && show(link));
  link.addEventListener('pointerleave', ({ pointerType }) => pointerType !== 'touch' && document.activeElement !== link && leave());
  link.addEventListener('focus', () => touched || show(link));
  link.addEventListener('blur', () => shown === link && leave());
  // The first touch shows the definition, the second follows the link, as a click does.
  link.addEventListener('click', async (event) => {
    if (!touched || shown === link) return;
    event.preventDefault();
    if (!(await show(link)) && wanted === link) location.assign(link.href);
  });
}
note.addEventListener('pointerenter', () => clearTimeout(leaving));
note.addEventListener('pointerleave', () => shown !== document.activeElement && leave());
addEventListener('keydown', ({ key }) => {
  touched = false;
  if (key === 'Escape' && shown) hide();
});
