// What goes wrong in a page without anybody asking?

/** Gathers errors, warnings, failed requests and requests that leave the origins of these addresses. */
export function listen(page, ...addresses) {
  const noise = [];
  const origins = addresses.map((address) => new URL(address).origin);
  page.on('pageerror', (error) => noise.push(`error: ${error.message}`));
  page.on('console', (message) => {
    // Most tests have no worker between them and the site: that is their own doing.
    if (message.text() === 'Service Worker registration blocked by Playwright') return;
    if (['error', 'warning'].includes(message.type())) {
      noise.push(`console ${message.type()}: ${message.text()}`);
    }
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!/^(data|blob):/.test(url) && !origins.includes(new URL(url).origin)) {
      noise.push(`leaves the origin: ${url}`);
    }
  });
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? '';
    // What is still on its way when the page is left.
    if (why !== 'net::ERR_ABORTED') noise.push(`failed: ${request.url()} ${why}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) noise.push(`${response.status()}: ${response.url()}`);
  });
  return noise;
}
