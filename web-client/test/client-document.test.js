import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { encodingFor } from '../rtc/encoding.js';

const LIBRARY = fileURLToPath(new URL('../parley.js', import.meta.url));
const PAGE = readFileSync(new URL('../../docs/client.md', import.meta.url), 'utf8');
const REFERENCE = PAGE.slice(PAGE.indexOf('\n## Reference\n'));

const program = ts.createProgram([LIBRARY], {
  allowJs: true,
  checkJs: true,
  strict: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
});
const checker = program.getTypeChecker();
const library = checker.getSymbolAtLocation(/** @type {ts.SourceFile} */ (program.getSourceFile(LIBRARY)));
const exported = checker.getExportsOfModule(/** @type {ts.Symbol} */ (library));
const INHERITED = new Set(['addEventListener', 'removeEventListener', 'dispatchEvent', 'prototype']);

/** The classes of the API, with those that only types name. */
const CLASSES = exported
  .map((symbol) => ({ name: symbol.name, declared: classOf(symbol) }))
  .filter(({ declared }) => declared !== undefined);

/** @param {ts.Symbol} symbol @returns {ts.ClassDeclaration | undefined} */
function classOf(symbol) {
  const isAlias = symbol.flags & ts.SymbolFlags.Alias;
  const type = isAlias
    ? checker.getDeclaredTypeOfSymbol(checker.getAliasedSymbol(symbol))
    : checker.getDeclaredTypeOfSymbol(symbol);
  return (type.symbol?.declarations ?? []).find(ts.isClassDeclaration);
}

/** The text of a part of a page, below a heading. @param {string} page @param {string} heading  with its number signs */
function below(page, heading) {
  const [level = ''] = /^#+/.exec(heading) ?? [];
  const [, text] = page.split(`\n${heading}\n`);
  return text?.split(new RegExp(`^#{1,${level.length}} `, 'm'))[0] ?? '';
}

/** The names in the first column of a table. @param {string} text */
function documented(text) {
  const rows = [...text.matchAll(/^\| (`[^|]*`) \|/gm)].map(([, cell = '']) => cell);
  const names = rows.flatMap((cell) => [...cell.matchAll(/`([\w-]+)[^`]*`/g)].map(([, name = '']) => name));
  return names.sort();
}

/** @param {ts.Type} type */
function propertiesOf(type) {
  const names = checker.getPropertiesOfType(type).map(({ name }) => name);
  return [...new Set(names)].sort();
}

/** @param {ts.ClassDeclaration} declared */
function membersOf({ members }) {
  const names = members.filter(isPublic).map(({ name }) => name?.getText() ?? '');
  const assigned = members.filter(ts.isConstructorDeclaration).flatMap(({ body }) => assignedIn(body));
  return [...new Set([...names, ...assigned])].filter((name) => !INHERITED.has(name)).sort();
}

/** @param {ts.ClassElement} member */
function isPublic(member) {
  if (!member.name || ts.isPrivateIdentifier(member.name)) return false;
  const isStaticMethod =
    ts.isMethodDeclaration(member) && Boolean(ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static);
  return !isStaticMethod && !ts.getJSDocTags(member).some(({ tagName }) => tagName.text === 'internal');
}

/** The members that a constructor assigns without a declaration. @param {ts.Block | undefined} body */
function assignedIn(body) {
  return (body?.statements ?? []).flatMap((statement) => {
    const assignment = /^this\.(\w+) = /.exec(statement.getText());
    return assignment?.[1] ?? [];
  });
}

/** The details of the events of a class, which extends `TypedEventTarget<…>`. @param {ts.ClassDeclaration} declared */
function eventsOf(declared) {
  const type = checker.getTypeAtLocation(declared);
  const listen = type.getProperty('addEventListener');
  if (!listen) return [];
  const [signature] = checker.getTypeOfSymbolAtLocation(listen, declared).getCallSignatures();
  const [name] = signature?.getTypeParameters() ?? [];
  const names = name && checker.getBaseConstraintOfType(name);
  return names?.isUnion()
    ? names.types.map((each) => /** @type {any} */ (each).value).sort()
    : [/** @type {any} */ (names).value];
}

/** The members of the object that a constructor takes. @param {ts.ClassDeclaration} declared */
function optionsOf(declared) {
  const [parameter] = declared.members.find(ts.isConstructorDeclaration)?.parameters ?? [];
  const isObject =
    parameter && (ts.isObjectBindingPattern(parameter.name) || parameter.name.getText() === 'options');
  return isObject ? propertiesOf(checker.getNonNullableType(checker.getTypeAtLocation(parameter))) : [];
}

for (const { name, declared } of CLASSES) {
  test(`docs/client.md documents ${name} completely`, () => {
    const section = below(REFERENCE, `### ${name}`);
    const actual = /** @type {ts.ClassDeclaration} */ (declared);
    assert.deepEqual(documented(below(section, '#### Members')), membersOf(actual), 'members');
    assert.deepEqual(documented(below(section, '#### Options')), optionsOf(actual), 'options');
    assert.deepEqual(documented(below(section, '#### Events')), eventsOf(actual), 'events');
  });
}

for (const name of ['ConnectionStats', 'SourceStats']) {
  test(`docs/client.md documents ${name} completely`, () => {
    const symbol = exported.find((each) => each.name === name);
    assert.deepEqual(
      documented(below(PAGE, `### ${name}`)),
      propertiesOf(checker.getDeclaredTypeOfSymbol(/** @type {ts.Symbol} */ (symbol))),
    );
  });
}

test('docs/client.md states how videos are encoded for each number of participants', () => {
  const rows = [
    ...below(PAGE, '### Received sources').matchAll(/^\| (\d) .*\| (\d+)p, (\d+) fps, (\d+) .*\|$/gm),
  ];
  assert.deepEqual(
    rows.map(([, participants]) => Number(participants)),
    [2, 3, 4, 5, 6, 7, 8, 9],
  );
  for (const [, participants, height, fps, kilobits] of rows) {
    const encoding = encodingFor({
      source: 'camera',
      height: 720,
      width: 1280,
      peers: Number(participants) - 1,
    });
    assert.ok(Math.abs(720 / (encoding.scaleResolutionDownBy ?? 1) - Number(height)) < 2);
    assert.equal(encoding.maxFramerate, Number(fps));
    assert.equal(Math.round((encoding.maxBitrate ?? 0) / 1_000), Number(kilobits));
  }
});

test('docs/client.md documents all classes and functions, and no others', () => {
  const functions = exported.map(({ name }) => name).filter((name) => /^[a-z]/.test(name));
  assert.deepEqual(documented(below(REFERENCE, '### Functions')), functions.sort());
  const headings = [...REFERENCE.matchAll(/^### (\w+)$/gm)].map(([, heading]) => heading);
  assert.deepEqual(headings.sort(), [...CLASSES.map(({ name }) => name), 'Functions'].sort());
});

test('docs/client.md has each error code of the library', () => {
  const codes = new Set(documented(below(PAGE, '## Errors')));
  const sources = program
    .getSourceFiles()
    .filter(({ fileName }) => fileName.includes('/web-client/signaling/'));
  const used = sources.flatMap(({ text }) => [...text.matchAll(/new SignalingError\(\s*'([\w-]+)'/g)]);
  assert.ok(used.length > 8);
  for (const [, code = ''] of used) assert.ok(codes.has(code), code);
});
