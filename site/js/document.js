// A page of the site as a document, to read in: nothing in it runs, and no text becomes markup here.

/** The page at an address of this site. Fails where it does not come. */
export const read = (url) =>
  new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.responseType = 'document';
    request.onload = () => {
      if (request.status === 200 && request.response) done(request.response);
      else fail(new Error(`${url}: ${request.status}`));
    };
    request.onerror = () => fail(new Error(`${url} cannot be fetched`));
    request.open('GET', url);
    request.send();
  });
