// For pages that show models in frames: gives each frame the height that its page asks for.
// Optional; as a script of the page: <script async src="https://…/embed.js"></script>
(() => {
  const home = new URL('embed/', document.currentScript.src);
  const frames = () => [...document.querySelectorAll('iframe')].filter((f) => f.src.startsWith(home.href));
  addEventListener('message', ({ source, origin, data }) => {
    if (data?.sandtable !== 1 || data.type !== 'size' || !Number.isFinite(data.height_px) || data.height_px <= 0) return;
    // In a sandbox a page has no origin; that its window is the frame's own says enough.
    if (origin !== home.origin && origin !== 'null') return;
    const frame = frames().find((f) => f.contentWindow === source);
    if (frame) frame.style.height = `${Math.min(data.height_px, 10000)}px`;
  });
  for (const frame of frames()) frame.contentWindow?.postMessage({ sandtable: 1, type: 'size' }, '*');
})();
