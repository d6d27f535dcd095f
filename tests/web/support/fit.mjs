// Does what is on a page fit the screen? Questions that are asked in the page.

/** What stands out to the right, although nothing around it scrolls: a line for each. */
export const standsOut = (page) =>
  page.evaluate(() => {
    const { width } = screen;
    const shadows = [...document.querySelectorAll('sand-table')].map((table) => table.shadowRoot);
    const scrolls = (element) =>
      element &&
      element !== document.body &&
      (getComputedStyle(element).overflowX !== 'visible' || scrolls(element.parentElement));
    const out = [document, ...shadows]
      .flatMap((root) => (root ? [...root.querySelectorAll('*')] : []))
      .filter((e) => e.getBoundingClientRect().right > width + 1 && !scrolls(e))
      .map((e) => `${e.localName}.${e.getAttribute('class') ?? ''}: ${e.textContent.slice(0, 40)}`);
    const wide = document.documentElement.scrollWidth;
    if (wide > width) out.push(`the page is ${wide} pixels wide`);
    return out.slice(0, 8);
  });

/** The words in pictures that are smaller than `least` pixels: a line for each. */
export const smallWords = (page, least) =>
  page.evaluate((least) => {
    const tables = [...document.querySelectorAll('sand-table')];
    const words = (root) => [...(root?.querySelectorAll('svg.picture text') ?? [])];
    return tables
      .flatMap((table, i) =>
        [table, table.shadowRoot].flatMap(words).map((text) => {
          const svg = text.ownerSVGElement;
          const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
          const px = parseFloat(getComputedStyle(text).fontSize) * scale;
          return { px, shown: text.checkVisibility(), says: `model ${i + 1}: ${text.textContent}` };
        }),
      )
      .filter(({ px, shown }) => shown && px < least)
      .map(({ px, says }) => `${says}, ${px.toFixed(1)} px`)
      .slice(0, 12);
  }, least);
