import { element, inline } from './elements.js';

/** @import { Child } from './elements.js' */
/** @import { Json } from './source.js' */

/** @param {string} name  a definition in schemas/types.json */
export const typeId = (name) => `type-${name}`;

/**
 * The name of the definition that a schema refers to, if it does.
 *
 * @param {Json} schema
 * @returns {string | undefined}
 */
function definition(schema) {
  return schema.$ref?.split('#/$defs/')[1];
}

/**
 * The type of a value, with links to the definitions.
 *
 * @param {Json} schema
 * @returns {Child[]}
 */
export function typeOf(schema) {
  const name = definition(schema);
  if (name) return [element('a', { href: `#${typeId(name)}` }, name)];
  if (schema.$ref) {
    const message = schema.$ref.split('/').at(-1).replace('.json', '');
    return [element('a', { href: `#${message}-notice` }, message)];
  }
  if ('const' in schema) return [element('code', {}, JSON.stringify(schema.const))];
  if (schema.anyOf) return joined(schema.anyOf.map(typeOf), ' or ');
  if (schema.allOf) return typeOf(schema.allOf[0]);
  if (schema.type === 'array') return schema.items ? ['array of ', ...typeOf(schema.items)] : ['array'];
  if (schema.type === 'object' && schema.additionalProperties?.$ref) {
    return ['object of ', ...typeOf(schema.additionalProperties)];
  }
  return [schema.type ? [schema.type].flat().join(' or ') : 'any JSON value'];
}

/**
 * @param {Child[][]} lists
 * @param {string} separator
 * @returns {Child[]}
 */
function joined(lists, separator) {
  return lists.flatMap((list, i) => (i ? [separator, ...list] : list));
}

/** @param {number} value */
const number = (value) => (value === Number.MAX_SAFE_INTEGER ? '2^53 - 1' : value.toLocaleString('en'));

/** How each keyword is put into words. @type {Record<string, (value: any) => string>} */
const CONSTRAINTS = {
  pattern: (value) => `matches \`${value}\``,
  minLength: (value) => `at least ${number(value)} characters`,
  'x-max-utf16-length': (value) => `at most ${number(value)} UTF-16 code units`,
  'x-max-json-length': (value) => `at most ${number(value)} UTF-16 code units of JSON without white space`,
  'x-digits-only': () => 'written in digits alone',
  minItems: (value) => `at least ${number(value)} ${value === 1 ? 'element' : 'elements'}`,
  maxItems: (value) => `at most ${number(value)} elements`,
  'x-max-distinct-items': (value) => `at most ${number(value)} different elements`,
  maxProperties: (value) => `at most ${number(value)} members`,
  'x-extensible-enum': (value) =>
    `today ${value.map((/** @type {string} */ each) => `\`${each}\``).join(', ')}`,
};

/**
 * The rules for a value, beside its type.
 *
 * @param {Json} schema
 * @returns {HTMLElement | undefined}
 */
export function constraints(schema) {
  const range = [
    'minimum' in schema ? `from ${number(schema.minimum)}` : '',
    'maximum' in schema ? `to ${number(schema.maximum)}` : '',
  ];
  const words = Object.entries(CONSTRAINTS)
    .filter(([keyword]) => keyword in schema)
    .map(([keyword, sentence]) => sentence(schema[keyword]));
  const rules = [range.join(' ').trim(), ...words].filter(Boolean);
  return rules.length ? element('p', { class: 'rules' }, inline(rules.join('; '))) : undefined;
}

/**
 * @param {Json} member
 * @param {Json} types
 */
function description(member, types) {
  const text = member.description ?? types[definition(member) ?? '']?.description;
  return text && element('p', {}, inline(text));
}

/**
 * The members of an object.
 *
 * @param {Json} schema
 * @param {Json} types  the definitions, one of which describes a member that does not describe itself
 */
export function members(schema, types) {
  const required = schema.required ?? [];
  return element(
    'dl',
    { class: 'members' },
    Object.entries(schema.properties).map(([name, member]) =>
      element(
        'div',
        {},
        element(
          'dt',
          {},
          element('code', {}, name),
          element('span', { class: 'type' }, typeOf(member)),
          element(
            'span',
            { class: required.includes(name) ? 'required' : 'optional' },
            required.includes(name) ? 'required' : 'optional',
          ),
        ),
        element('dd', {}, description(member, types), constraints(member)),
      ),
    ),
  );
}
