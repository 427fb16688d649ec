import { once } from 'node:events';
import { connect } from 'node:http2';
import { createInterface } from 'node:readline';
import tls from 'node:tls';

/** A client that speaks HTTP/2 alone, with a certificate that nobody has signed. */
export class Http2 {
  #session;

  /**
   * @param {URL} url
   * @param {{ from?: string }} [options]  the loopback address that the other end sees
   */
  static async to(url, { from } = {}) {
    const session = connect(url, {
      createConnection: () =>
        tls.connect({
          host: '127.0.0.1',
          port: Number(url.port),
          localAddress: from,
          ALPNProtocols: ['h2'],
          rejectUnauthorized: false,
        }),
    });
    await once(session, 'connect');
    return new Http2(session);
  }

  constructor(session) {
    this.#session = session;
  }

  /** Sends a request, and gives the head of the response, and its body as a stream of text. */
  async begin(path, { method = 'GET', headers = {}, body } = {}) {
    const stream = this.#session.request({ ':method': method, ':path': path, ...headers });
    stream.setEncoding('utf8').end(body === undefined ? undefined : JSON.stringify(body));
    const [head] = await once(stream, 'response');
    return { status: head[':status'], headers: head, stream };
  }

  /** The whole response. */
  async ask(path, options) {
    const { status, headers, stream } = await this.begin(path, options);
    let text = '';
    for await (const part of stream) text += part;
    return { status, headers, text };
  }

  close() {
    this.#session.close();
  }
}

/** The lines of an event stream, as they come. */
export async function* lines(stream) {
  for await (const line of createInterface({ input: stream })) if (line) yield line;
}

/** The messages in them; a stream shows life by `pong`. */
export async function* messages(stream) {
  for await (const line of lines(stream))
    if (line.startsWith('data: ')) yield JSON.parse(line.slice('data: '.length));
}

/** What it has to tell beside that. */
export async function* events(stream) {
  for await (const message of messages(stream)) if (message.type !== 'pong') yield message;
}
