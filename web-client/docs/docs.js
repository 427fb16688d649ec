import { blocks, element, inline, table } from './elements.js';
import { constraints, members, typeId, typeOf } from './schema.js';
import { load } from './source.js';

/**
 * Renders the AsyncAPI document. It does not know the protocol: everything on the page comes from the document, its schemas
 * and its examples.
 */

/** @import { Json, Protocol } from './source.js' */

/** The groups of messages, by their tag. */
const GROUPS = [
  { tag: 'request', title: 'Requests', text: 'From client to server.' },
  { tag: 'event', title: 'Events', text: 'From server to client, with a place in the log of the room.' },
  { tag: 'notice', title: 'Notices', text: 'From server to client, outside the log.' },
  { tag: 'http', title: 'HTTP bodies', text: 'Bodies that only the HTTP transports have.' },
];

/** @type {{ id: string, title: string, within: boolean }[]} */
const contents = [];

/**
 * A heading with a link to itself, which is listed in the contents.
 *
 * @param {2 | 3} level
 * @param {string} id
 * @param {string} title
 * @param {HTMLElement | string} [shown]  instead of the title
 */
function heading(level, id, title, shown = title) {
  contents.push({ id, title, within: level === 3 });
  return element(`h${level}`, { id }, element('a', { href: `#${id}` }, shown));
}

/** @param {Map<string, Json>} files */
const typesOf = (files) => files.get('schemas/types.json').$defs;

/** @param {string} title */
const slug = (title) => title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');

/** @param {Protocol} protocol */
function page({ document, files }) {
  const { info, components } = document;
  return [
    element('h1', {}, info.title),
    element(
      'p',
      { class: 'files' },
      `Version ${info.version} · `,
      element('a', { href: 'asyncapi.json' }, 'AsyncAPI document'),
      ' · ',
      element('a', { href: 'schemas/types.json' }, 'JSON Schemas'),
    ),
    ...blocks(info.description, (title) => heading(2, slug(title), title)),
    heading(2, 'channels', 'Channels'),
    ...Object.entries(document.channels).flatMap(([name, channel]) =>
      channelSection(name, channel, document),
    ),
    ...GROUPS.flatMap(({ tag, title, text }) => [
      heading(2, slug(title), title),
      element('p', {}, text),
      ...Object.values(components.messages)
        .filter(({ tags }) => tags[0].name === tag)
        .map((message) => messageSection(message, tag, files)),
    ]),
    heading(2, 'types', 'Types'),
    ...Object.entries(typesOf(files)).map(([name, schema], _, all) =>
      typeSection(name, schema, Object.fromEntries(all)),
    ),
    ...tables(document),
  ];
}

/**
 * @param {string} name
 * @param {Json} channel
 * @param {Json} document
 */
function channelSection(name, channel, document) {
  const operations = Object.values(document.operations).filter(
    (each) => each.channel.$ref === `#/channels/${name}`,
  );
  return [
    heading(3, `channel-${name}`, channel.title),
    element('p', { class: 'address' }, element('code', {}, channel.address)),
    channel.description && element('p', {}, inline(channel.description)),
    channel['x-subprotocol'] &&
      element('p', {}, 'Subprotocol ', element('code', {}, channel['x-subprotocol'])),
    channel['x-responses'] && responses(`Responses to the upgrade`, channel['x-responses']),
    ...operations.map((operation) => operationSection(operation, channel, document)),
  ].filter(Boolean);
}

/**
 * @param {Json} operation
 * @param {Json} channel
 * @param {Json} document
 */
function operationSection(operation, channel, document) {
  const http = operation.bindings?.http;
  const names = (/** @type {Json[]} */ list) =>
    list.flatMap(({ $ref }, i) => {
      const { name, tags } = document.components.messages[$ref.split('/').at(-1)];
      return [i ? ', ' : '', element('a', { href: `#${name}-${tags[0].name}` }, name)];
    });
  return element(
    'section',
    { class: 'operation' },
    element('h4', {}, operation.title),
    http && element('p', { class: 'address' }, element('code', {}, `${http.method} ${channel.address}`)),
    element('p', {}, inline(operation.summary)),
    operation.description && element('p', {}, inline(operation.description)),
    http?.query && members(http.query, {}),
    operation.messages.length > 0 &&
      element(
        'p',
        {},
        operation.action === 'receive' ? 'The client sends ' : 'The server sends ',
        names(operation.messages),
      ),
    operation.reply && element('p', {}, 'The server answers with ', names(operation.reply.messages)),
    operation.security &&
      element(
        'p',
        {},
        'Authorized by ',
        operation.security.flatMap((/** @type {Json} */ { $ref }, /** @type {number} */ i) => {
          const scheme = document.components.securitySchemes[$ref.split('/').at(-1)];
          return [i ? ' or by ' : '', ...inline(scheme.description.split('. ')[0].replace(/\.$/, ''))];
        }),
      ),
    operation['x-responses'] && responses(`Responses to ${operation.title}`, operation['x-responses']),
  );
}

/**
 * @param {string} label
 * @param {Record<string, Json>} byStatus
 */
function responses(label, byStatus) {
  return table(
    label,
    ['Status', 'Error codes', 'When'],
    Object.entries(byStatus).map(([status, { description, codes = [] }]) => [
      status,
      codes.flatMap((/** @type {string} */ code, /** @type {number} */ i) => [
        i ? ', ' : '',
        element('a', { href: `#error-${code}` }, code),
      ]),
      inline(description),
    ]),
  );
}

/**
 * @param {Json} message
 * @param {string} tag
 * @param {Map<string, Json>} files
 */
function messageSection(message, tag, files) {
  const path = message.payload.$ref;
  const schema = files.get(path);
  return element(
    'section',
    { class: 'message' },
    heading(3, `${message.name}-${tag}`, message.name, element('code', {}, message.name)),
    element('p', {}, inline(schema.description)),
    message.summary && element('p', {}, inline(message.summary)),
    schema.properties ? members(schema, typesOf(files)) : element('p', {}, 'A value of ', unionOf(schema)),
    ...(message.examples ?? []).map((/** @type {Json} */ { summary, payload }) =>
      element(
        'figure',
        {},
        element('figcaption', {}, summary),
        element(
          'pre',
          { tabindex: '0' },
          element('code', {}, JSON.stringify(payload.$ref ? files.get(payload.$ref) : payload, null, 2)),
        ),
      ),
    ),
    element('p', { class: 'files' }, element('a', { href: path }, `Schema of ${message.name}`)),
  );
}

/**
 * What a body consists of, for schemas without members of their own.
 *
 * @param {Json} schema
 * @returns {string}
 */
function unionOf(schema) {
  if (schema.$ref) return schema.$ref.includes('server-message') ? 'events and notices' : 'a request';
  if (schema.anyOf) return schema.anyOf.map(unionOf).join(' or ');
  return `an array of ${schema.items.$ref.includes('server-message') ? 'events and notices' : 'requests'}`;
}

/**
 * @param {string} name
 * @param {Json} schema
 * @param {Json} types
 */
function typeSection(name, schema, types) {
  return element(
    'section',
    { class: 'message' },
    heading(3, typeId(name), name, element('code', {}, name)),
    element('p', {}, element('strong', {}, schema.title), ': ', typeOf(schema)),
    schema.description && element('p', {}, inline(schema.description)),
    constraints(schema),
    schema.properties && members(schema, types),
    schema.examples &&
      element('p', {}, 'For example ', element('code', {}, JSON.stringify(schema.examples[0]))),
  );
}

/** @param {Json} document */
function tables(document) {
  const recovery = (/** @type {string | null} */ name) => name ?? '';
  return [
    heading(2, 'limits', 'Limits'),
    table(
      'Limits',
      ['Of', 'Limit', 'Unit', 'Shape', 'Setting'],
      document['x-limits'].map((/** @type {Json} */ { what, limit, unit, shape, setting }) => [
        inline(what),
        limit === null ? '' : limit === Number.MAX_SAFE_INTEGER ? '2^53 - 1' : limit.toLocaleString('en'),
        unit ?? '',
        inline(shape),
        setting ? element('code', {}, setting) : '',
      ]),
    ),
    heading(2, 'features', 'Features'),
    table(
      'Features',
      ['Feature', 'A client that announces it', 'A server that has it'],
      document['x-features'].map((/** @type {Json} */ { name, client, server }) => [
        element('code', {}, name),
        inline(client),
        inline(server),
      ]),
    ),
    heading(2, 'errors', 'Error codes'),
    table(
      'Error codes',
      ['Code', 'HTTP', 'Close code', 'Recovery', 'Id used up', 'When'],
      document['x-error-codes'].map((/** @type {Json} */ each) => [
        element('code', { id: `error-${each.code}` }, each.code),
        `${each.http}`,
        each.close ? element('a', { href: `#close-${each.close}` }, `${each.close}`) : '',
        recovery(each.recovery),
        each.idUsed === null ? '' : each.idUsed ? 'yes' : 'no: send it again',
        inline(each.reserved ? `${each.when} Reserved.` : each.when),
      ]),
    ),
    heading(2, 'close-codes', 'Close codes'),
    element(
      'dl',
      {},
      Object.entries(document['x-recoveries']).flatMap(([name, text]) => [
        element('dt', {}, name),
        element('dd', {}, inline(String(text))),
      ]),
    ),
    table(
      'Close codes',
      ['Code', 'Recovery', 'Error codes', 'When'],
      document['x-close-codes'].map((/** @type {Json} */ { code, recovery: name, errors, when }) => [
        element('span', { id: `close-${code}` }, `${code}`),
        recovery(name),
        errors.join(', '),
        inline(when),
      ]),
    ),
    heading(2, 'retention', 'Retention'),
    table(
      'Retention',
      ['What', 'How much', 'For how long'],
      document['x-retention'].map((/** @type {Json} */ { what, amount, duration }) => [
        what,
        amount,
        duration,
      ]),
    ),
  ];
}

/** The headings as nested lists, in which those of the second level can be opened. */
function contentsList() {
  const list = element('ul');
  let inner = list;
  for (const { id, title, within } of contents) {
    const item = element('li', {}, element('a', { href: `#${id}` }, title));
    if (within) {
      inner.append(item);
    } else {
      list.append(item);
      inner = element('ul');
      item.append(inner);
    }
  }
  for (const empty of list.querySelectorAll('ul:empty')) empty.remove();
  return element('details', { open: '' }, element('summary', {}, 'Contents'), list);
}

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

try {
  const protocol = await load();
  byId('content').replaceChildren(...page(protocol));
  const list = contentsList();
  list.toggleAttribute('open', matchMedia('(min-width: 60rem)').matches);
  byId('contents').append(list);
  document.documentElement.dataset.ready = '';
  // The target of the address was not there when the browser looked for it.
  if (location.hash) location.replace(location.hash);
} catch (error) {
  byId('status').textContent =
    `The page cannot show the protocol: ${error instanceof Error ? error.message : error}. Reload it, or read asyncapi.json.`;
}
