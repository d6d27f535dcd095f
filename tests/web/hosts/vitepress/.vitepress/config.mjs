// How does a VitePress site show models? With the script in its head, and a word to Vue.
const { SANDTABLE_ADDRESS, HOST_OUT } = process.env;

export default {
  title: 'A site',
  lang: 'en',
  outDir: HOST_OUT,
  cacheDir: `${HOST_OUT}-cache`,
  head: [
    ['link', { rel: 'icon', href: 'data:,' }],
    ['script', { type: 'module', src: `${SANDTABLE_ADDRESS}sand-table.js` }],
  ],
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag === 'sand-table' } } },
};
