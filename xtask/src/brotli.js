// A file as brotli packs it at its best. How large the parts of a file are that it treats apart is luck: for
// programs several sizes are tried.
import { brotliCompressSync, constants } from 'node:zlib';
const packed = (bytes) => {
  const isProgram = bytes.subarray(0, 4).toString('latin1') === '\0asm';
  const forms = (isProgram ? [0, 16, 17] : [0]).map((block) => brotliCompressSync(bytes, { params: {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    [constants.BROTLI_PARAM_LGBLOCK]: block,
  } }));
  return forms.reduce((best, form) => (form.length < best.length ? form : best));
};
