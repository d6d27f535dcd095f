// A page, or all of them, in one file: unpacks what the pages load, and goes from page to page.
(async () => {
  const root = document.documentElement;
  const home = document.title;

  // Pages stand in templates until they are asked for. An address is a page's and an anchor behind it.
  const pages = new Map();
  const page = (url) => {
    const template = document.querySelector(`template[data-page="${CSS.escape(url)}"]`);
    if (!pages.has(url) && template) {
      const main = template.content.firstElementChild;
      document.querySelector('footer').before(main);
      pages.set(url, { main, title: template.dataset.title });
      main.dispatchEvent(new Event('sandtable:page', { bubbles: true }));
    }
    return pages.get(url);
  };
  const first = document.querySelector('main');
  pages.set(first.dataset.page, { main: first, title: home });
  let shown = first.dataset.page;
  const show = () => {
    let id = location.hash.slice(1);
    if (id.startsWith('!')) id = id.slice(1).split('?')[0];
    try {
      id = decodeURIComponent(id);
    } catch {} // As it stands.
    const url = id === '' ? first.dataset.page : id.slice(0, id.lastIndexOf('/') + 1);
    const asked = page(url);
    if (!asked) return;
    if (shown !== url) {
      for (const { main } of pages.values()) main.hidden = main !== asked.main;
      document.title = asked.title;
      shown = url;
      scrollTo(0, 0);
    }
    if (id !== url) document.getElementById(id)?.scrollIntoView();
  };
  addEventListener('hashchange', show);
  show();

  // What a page would fetch is in the file, packed; each names others by their names.
  const urls = {};
  const unpacked = async (element) => {
    const bytes = Uint8Array.from(atob(element.textContent), (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Response(stream).blob();
  };
  for (const element of document.querySelectorAll('script[data-file]')) {
    const { file, kind } = element.dataset;
    let blob = await unpacked(element);
    if (kind === 'text/javascript') {
      let text = await blob.text();
      for (const [name, url] of Object.entries(urls)) text = text.replaceAll(`./${name}`, url).replaceAll(`'${name}'`, `'${url}'`);
      blob = new Blob([text], { type: kind });
    } else blob = blob.slice(0, blob.size, kind);
    urls[file] = URL.createObjectURL(blob);
    element.remove();
    if (element.hasAttribute('data-run')) await import(urls[file]);
  }
})().catch((e) => {
  const said = document.createElement('p');
  said.setAttribute('role', 'alert');
  said.textContent = `The models of this file cannot be started here (${e.message}). Its pictures and texts are whole; another browser may run it.`;
  document.querySelector('main').prepend(said);
});
