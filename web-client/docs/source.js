/**
 * The AsyncAPI document with its schemas and examples, each file fetched once. Files must not refer to each other in
 * a circle.
 *
 * @typedef {any} Json
 * @typedef {{ document: Json, files: Map<string, Json> }} Protocol  files by their path beside the document
 */

const DOCUMENT = 'asyncapi.json';

/** @returns {Promise<Protocol>} */
export async function load() {
  /** @type {Map<string, Promise<Json>>} */
  const requests = new Map();
  /** @param {string} path */
  const request = async (path) => {
    const json = await fetchJson(path);
    await Promise.all(references(json).map((reference) => follow(path, reference)));
    return json;
  };
  /** @param {string} base @param {string} reference */
  const follow = (base, reference) => {
    const path = resolvePath(base, reference);
    if (!requests.has(path)) requests.set(path, request(path));
    return requests.get(path);
  };
  const document = await request(DOCUMENT);
  /** @type {Map<string, Json>} */
  const files = new Map();
  for (const [path, json] of requests) files.set(path, await json);
  return { document, files };
}

/** @param {string} path */
async function fetchJson(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path} could not be loaded (HTTP ${response.status})`);
  return response.json();
}

/**
 * The references to other files.
 *
 * @param {Json} json
 * @returns {string[]}
 */
function references(json) {
  if (typeof json !== 'object' || json === null) return [];
  const own = typeof json.$ref === 'string' && !json.$ref.startsWith('#') ? [json.$ref] : [];
  return [...own, ...Object.values(json).flatMap(references)];
}

/**
 * The path of a file that another refers to.
 *
 * @param {string} base
 * @param {string} reference
 */
function resolvePath(base, reference) {
  const url = new URL(reference, new URL(base, 'https://files/'));
  return url.pathname.slice(1);
}
