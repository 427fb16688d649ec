import { readFileSync, readdirSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020.js';
import Ajv from 'ajv';

/** The folder `protocol/`. */
export const protocol = new URL('../', import.meta.url);

/** @returns {any} the JSON in a file of `protocol/` */
export const read = (path) => JSON.parse(readFileSync(new URL(path, protocol), 'utf8'));

/** Paths of the JSON files below a folder of `protocol/`. */
export function files(folder) {
  return readdirSync(new URL(folder, protocol), { recursive: true })
    .filter((name) => name.endsWith('.json'))
    .map((name) => `${folder}${name}`)
    .sort();
}

/** The keywords of our own, with the check that each stands for. */
const KEYWORDS = {
  'x-max-utf16-length': { type: 'string', validate: (most, text) => text.length <= most },
  'x-max-json-length': { validate: (most, value) => JSON.stringify(value).length <= most },
  'x-max-distinct-items': {
    type: 'array',
    validate: (most, items) => new Set(items.map((item) => JSON.stringify(item))).size <= most,
  },
  'x-digits-only': {}, // the notation of a number is gone once it is parsed
  'x-extensible-enum': {},
};

/** A validator of all schemas, in one of the two drafts of JSON Schema that AsyncAPI tools read. */
export function validator(draft = '2020-12') {
  const ajv = draft === '2020-12' ? new Ajv2020({ strictTypes: false }) : new Ajv({ strictTypes: false });
  for (const [keyword, definition] of Object.entries(KEYWORDS)) {
    ajv.addKeyword({ keyword, ...definition });
  }
  for (const path of files('schemas/')) {
    const { $schema, ...schema } = read(path);
    ajv.addSchema(schema, path);
  }
  return (path, value) => {
    const validate = ajv.getSchema(path);
    return validate(value)
      ? []
      : validate.errors.map((error) => `${error.instancePath || '/'} ${error.message}`);
  };
}
