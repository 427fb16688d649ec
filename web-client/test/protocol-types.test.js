import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/**
 * The typedefs in signaling/protocol.js describe the messages of protocol/schemas: the same members, of the same types,
 * and as optional as there.
 */
const SCHEMAS = new URL('../../protocol/schemas/', import.meta.url);
const FILE = fileURLToPath(new URL('../signaling/protocol.js', import.meta.url));

/** Each schema, with the typedef that describes its message. */
const TYPEDEFS = {
  'requests/join.json': 'Join',
  'requests/offer.json': 'NumberedRequest',
  'requests/answer.json': 'NumberedRequest',
  'requests/candidate.json': 'NumberedRequest',
  'requests/message.json': 'NumberedRequest',
  'requests/reply.json': 'NumberedRequest',
  'requests/update.json': 'NumberedRequest',
  'requests/set.json': 'NumberedRequest',
  'events/peer-joined.json': 'RoomEvent',
  'events/peer-updated.json': 'RoomEvent',
  'events/peer-left.json': 'RoomEvent',
  'events/offer.json': 'RoomEvent',
  'events/answer.json': 'RoomEvent',
  'events/candidate.json': 'RoomEvent',
  'events/message.json': 'RoomEvent',
  'events/reply.json': 'RoomEvent',
  'events/state.json': 'RoomEvent',
  'notices/joined.json': 'Notice',
  'notices/ack.json': 'Notice',
  'notices/error.json': 'Notice',
  'notices/ice-servers.json': 'Notice',
  'notices/bye.json': 'Notice',
  'notices/pong.json': 'Notice',
};

/** Messages without a typedef, and why. */
const WITHOUT = {
  'requests/leave.json': 'is written in place, as it is never queued',
  'requests/ping.json': 'is written in place',
};

/** Members that this server always sends, and without which the library works, too: older servers leave them out. */
const TOLERATED = [
  'joined/features',
  'joined/ticket',
  'joined/topology',
  'bye/reconnectAfter',
  ...['joined/self', 'joined/peers', 'joined/history', 'peer-joined/peer', 'peer-updated/peer'].map(
    (path) => `${path}/name`,
  ),
  ...['joined/peers', 'peer-joined/peer', 'peer-updated/peer'].map((path) => `${path}/data`),
];

/** Differences in types that are meant. */
const WIDER = {
  'joined/iceServers/urls': 'RTCIceServer allows a single URL that is not an array; the server sends arrays',
  'ice-servers/iceServers/urls': 'as above',
};

/** Objects that the server does not look into, so that the schema leaves the types of their members open. */
const OPAQUE = ['candidate/candidate'];

/** Values that are not on the wire. @type {Record<string, string[]>} */
const ADDED = { 'peer-left/reason': ['unseen'] };

const program = ts.createProgram([FILE], {
  allowJs: true,
  checkJs: true,
  strict: true,
  noEmit: true,
  lib: ['lib.esnext.d.ts'],
  target: ts.ScriptTarget.ESNext,
});
const checker = program.getTypeChecker();
/** @typedef {import('typescript').Type} Type */
/** @typedef {any} Schema  JSON Schema as parsed JSON */

const module = /** @type {any} */ (
  checker.getSymbolAtLocation(/** @type {any} */ (program.getSourceFile(FILE)))
);
const typedefs = new Map(checker.getExportsOfModule(module).map((symbol) => [symbol.name, symbol]));

/** @param {string} path */
const read = (path) => JSON.parse(readFileSync(new URL(path, SCHEMAS), 'utf8'));
const types = read('types.json').$defs;
/** @type {string[]} */
const problems = [];

test('every message has a typedef, or is listed without one', () => {
  const schemas = ['requests', 'events', 'notices'].flatMap((kind) =>
    readdirSync(new URL(kind, SCHEMAS)).map((name) => `${kind}/${name}`),
  );
  assert.deepEqual(
    Object.keys({ ...TYPEDEFS, ...WITHOUT }).sort(),
    schemas.sort(),
    'TYPEDEFS and WITHOUT in web-client/test/protocol-types.test.js (actual) must list the files in protocol/schemas (expected)',
  );
});

for (const [path, typedef] of Object.entries(TYPEDEFS)) {
  test(`the typedef ${typedef} describes protocol/schemas/${path}`, () => {
    const schema = read(path);
    const name = schema.properties.type.const;
    const type = variant(checker.getDeclaredTypeOfSymbol(/** @type {any} */ (typedefs.get(typedef))), name);
    assert.ok(type, `${typedef} in signaling/protocol.js has no variant with the type '${name}'`);
    problems.length = 0;
    compareObject(name, schema, type);
    assert.deepEqual(
      problems,
      [],
      `signaling/protocol.js and protocol/schemas/${path} differ: change the one that is wrong`,
    );
  });
}

/**
 * The member of a union whose `type` may be this one.
 *
 * @param {Type} type
 * @param {string} name
 */
function variant(type, name) {
  return (type.isUnion() ? type.types : [type]).find((each) =>
    literals(memberType(each, 'type')).includes(name),
  );
}

/**
 * @param {Type} type
 * @param {string} name
 * @returns {Type}
 */
function memberType(type, name) {
  const property = type.getProperty(name);
  return checker.getTypeOfSymbol(/** @type {any} */ (property));
}

/**
 * The values of a type without `undefined`.
 *
 * @param {Type} type
 */
function alternatives(type) {
  return (type.isUnion() ? type.types : [type]).filter((each) => !(each.flags & ts.TypeFlags.Undefined));
}

/** @param {Type} type */
const literals = (type) =>
  alternatives(type)
    .filter((each) => each.isStringLiteral())
    .map((each) => each.value);

/**
 * @param {string} path
 * @param {Schema} schema
 * @param {Type} type
 */
function compareObject(path, schema, type) {
  const described = Object.keys(schema.properties);
  const typed = type.getProperties().map((property) => property.name);
  for (const name of described.filter((each) => !typed.includes(each))) {
    problems.push(`${path}/${name} is in the schema alone`);
  }
  for (const name of typed.filter((each) => !described.includes(each))) {
    problems.push(`${path}/${name} is in the typedef alone`);
  }
  for (const name of described.filter((each) => typed.includes(each))) {
    const member = `${path}/${name}`;
    const optional = Boolean((type.getProperty(name)?.flags ?? 0) & ts.SymbolFlags.Optional);
    const required = (schema.required ?? []).includes(name);
    if (optional === required && !(optional && TOLERATED.includes(member))) {
      problems.push(`${member} is ${optional ? 'optional' : 'required'} in the typedef alone`);
    }
    compare(member, resolve(schema.properties[name]), memberType(type, name));
  }
}

/** @param {Schema} schema */
function resolve(schema) {
  if (!schema.$ref) {
    return schema;
  }
  const [file, name] = schema.$ref.split('#/$defs/');
  return name ? types[name] : read(`notices/${file}`);
}

/**
 * @param {string} path
 * @param {Schema} schema
 * @param {Type} type
 */
function compare(path, schema, type) {
  if (path in WIDER) {
    return;
  }
  const expected = kinds(schema);
  const actual = [...new Set(alternatives(type).map(kind))].sort();
  if (expected.join() !== actual.join()) {
    problems.push(`${path} is ${expected.join(' or ')} in the schema, ${actual.join(' or ')} in the typedef`);
    return;
  }
  if (OPAQUE.includes(path)) {
    return;
  }
  const values = literals(type);
  const described = [...(schema['x-extensible-enum'] ?? []), ...(ADDED[path] ?? [])];
  if (schema['x-extensible-enum'] && values.length > 0 && values.sort().join() !== described.sort().join()) {
    problems.push(`${path} is one of ${described} in the schema, one of ${values} in the typedef`);
  }
  const object = alternatives(type).find((each) => kind(each) === 'object');
  const array = alternatives(type).find((each) => kind(each) === 'array');
  if (array && schema.items) {
    const element = resolve(schema.items);
    const elementType = /** @type {Type} */ (checker.getIndexTypeOfType(array, ts.IndexKind.Number));
    if (element.properties) {
      compareObject(path, element, elementType);
    } else {
      compare(`${path}[]`, element, elementType);
    }
  } else if (object && schema.properties) {
    compareObject(path, schema, object);
  } else if (object && schema.additionalProperties) {
    compareObject(
      `${path}/*`,
      resolve(schema.additionalProperties),
      /** @type {Type} */ (checker.getIndexTypeOfType(object, ts.IndexKind.String)),
    );
  }
}

/**
 * The JSON types of a schema's values, sorted.
 *
 * @param {Schema} schema
 * @returns {string[]}
 */
function kinds(schema) {
  if (schema.anyOf || schema.allOf) {
    return [
      ...new Set(
        (schema.anyOf ?? schema.allOf.slice(0, 1)).flatMap((/** @type {Schema} */ each) =>
          kinds(resolve(each)),
        ),
      ),
    ].sort();
  }
  if ('const' in schema) {
    return [typeof schema.const];
  }
  return schema.type
    ? [schema.type]
        .flat()
        .map((type) => (type === 'integer' ? 'number' : type))
        .sort()
    : ['unknown'];
}

/** @param {Type} type */
function kind(type) {
  const { flags } = type;
  if (flags & ts.TypeFlags.StringLike) return 'string';
  if (flags & ts.TypeFlags.NumberLike) return 'number';
  if (flags & ts.TypeFlags.BooleanLike) return 'boolean';
  if (flags & ts.TypeFlags.Null) return 'null';
  if (flags & ts.TypeFlags.Unknown) return 'unknown';
  return checker.isArrayType(type) ? 'array' : 'object';
}
