import { once } from 'node:events';
import { connect } from 'node:http2';
import { createInterface } from 'node:readline';
import tls from 'node:tls';

/** An HTTP/2 connection that accepts self-signed certificates. */
export class Http2Client {
  #session;

  /**
   * @param {URL} url
   * @param {{ from?: string }} [options]  the loopback address to connect from
   */
  static async connect(url, { from } = {}) {
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
    return new Http2Client(session);
  }

  constructor(session) {
    this.#session = session;
  }

  /** Sends a request, and returns the head of the response, with its body as a stream of text. */
  async request(path, { method = 'GET', headers = {}, body } = {}) {
    const stream = this.#session.request({ ':method': method, ':path': path, ...headers });
    stream.setEncoding('utf8').end(body === undefined ? undefined : JSON.stringify(body));
    const [head] = await once(stream, 'response');
    return { status: head[':status'], headers: head, stream };
  }

  /** Sends a request, and returns the whole response. */
  async fetch(path, options) {
    const { status, headers, stream } = await this.request(path, options);
    let text = '';
    for await (const part of stream) text += part;
    return { status, headers, text };
  }

  close() {
    this.#session.close();
  }
}

/** The messages of an event stream as they arrive, including the `pong`s that keep it alive. */
export async function* messages(stream) {
  for await (const line of createInterface({ input: stream }))
    if (line.startsWith('data: ')) yield JSON.parse(line.slice('data: '.length));
}

/** The messages of an event stream without `pong`s. */
export async function* events(stream) {
  for await (const message of messages(stream)) if (message.type !== 'pong') yield message;
}
