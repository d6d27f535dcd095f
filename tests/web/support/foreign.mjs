// How does somebody else's page use the element? With one script, and events that bubble up.

/** Goes to a page of the same host, but not of the site, with this body. */
export async function foreign(page, base, body) {
  const address = new URL('foreign/', base).href;
  const says = `<!doctype html>
    <html lang="en"><head><title>A page of somebody else</title><link rel="icon" href="data:,">
    <script>
      window.seen = [];
      for (const name of ['ready', 'step', 'check', 'error'])
        addEventListener('sand-table:' + name, (event) =>
          seen.push({ name, id: event.target.id, detail: event.detail }));
    </script>
    <script type="module" src="../sand-table.js"></script></head>
    <body>${body}</body></html>`;
  const type = 'text/html; charset=utf-8';
  await page.route(address, (route) => route.fulfill({ contentType: type, body: says }));
  await page.goto(address);
}

/** What the events of one kind have said so far. */
export const seen = (page, name) =>
  page.evaluate((name) => window.seen.filter((event) => event.name === name), name);
