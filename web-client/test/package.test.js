import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { transform } from 'esbuild';
import ts from 'typescript';
import { Project } from './support/package.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PAGES = ['README.md', 'docs/client.md', 'web-client/README.md'];
const BLOCK = /^```(\w+)\n(.*?)^```$/gms;

/**
 * Sizes of what an application loads for its first call, minified and gzipped, in bytes. A limit is the present size, rounded
 * up: lower it with the size.
 */
const SIZES = [
  { name: 'signaling', code: "export { SignalingClient } from 'parley-client/signaling';", limit: 9_000 },
  { name: 'a mesh call', code: "export { Room } from 'parley-client';", limit: 17_500 },
  {
    name: 'a mesh call with devices',
    code: "export { LocalMedia, Room } from 'parley-client';",
    limit: 19_400,
  },
];

/** Names that the samples use without a declaration. */
const PRELUDE = `
import type { LocalMedia, Participant, Room, SignalingClient } from 'parley-client';
declare global {
  const room: Room;
  const media: LocalMedia;
  const client: SignalingClient;
  const participant: Participant;
  const player: HTMLVideoElement;
  const canvas: HTMLCanvasElement;
  const button: HTMLButtonElement;
  const socket: WebSocket;
  const url: string;
  const deviceId: string;
  function show(text: string): void;
}
`;
const IMPORTED_FROM_SERVERS = ['https://call.example.org/parley.js', 'http://localhost:8080/parley.js']
  .map((url) => `declare module '${url}' { export * from 'parley-client'; }\n`)
  .join('');

const project = new Project();
after(() => project.remove());

test('the package has the library, its types, a description and a licence', () => {
  const folders = new Set(project.files.map((path) => path.replace(/[/].*/, '/')));
  assert.deepEqual(
    [...folders].sort(),
    [
      'LICENSE',
      'README.md',
      'media/',
      'package.json',
      'parley.js',
      'room/',
      'rtc/',
      'signaling/',
      'topology/',
      'types/',
    ].sort(),
  );
  const description = JSON.parse(project.read('package.json'));
  assert.equal(description.dependencies, undefined);
  assert.equal(description.private, undefined);
  assert.equal(description.sideEffects, false);
  for (const entry of Object.values(description.exports).flatMap((each) =>
    typeof each === 'string' ? each : Object.values(each),
  ))
    assert.ok(project.files.includes(entry.slice('./'.length)), entry);
});

/** The samples of a page, as TypeScript. @param {string} page */
function samplesOf(page) {
  const blocks = [...readFileSync(join(ROOT, page), 'utf8').matchAll(BLOCK)];
  return blocks.flatMap(([, language, code = '']) => {
    if (language === 'js' || language === 'ts') return code;
    const [, script] = /<script type="module">\n(.*?)<\/script>/s.exec(code) ?? [];
    return language === 'html' && script ? script : [];
  });
}

/** Adds the imports that a sample leaves out. @param {string} sample */
function withImports(sample) {
  const used = ['AudioOutput', 'LocalMedia', 'PeerConnection', 'Room', 'SignalingClient', 'newKey'];
  const missing = used.filter((name) => new RegExp(`\\b${name}\\(`).test(sample));
  return /^\s*import /m.test(sample)
    ? sample
    : `import { ${missing.join(', ')} } from 'parley-client';\n${sample}`;
}

/** Compiles files of the project. @param {Record<string, string>} files @param {ts.CompilerOptions} options @returns {string[]} errors */
function compile(files, options) {
  const folder = join(project.folder, 'src');
  mkdirSync(folder, { recursive: true });
  const paths = Object.entries(files).map(([name, text]) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  });
  writeFileSync(join(project.folder, 'package.json'), '{ "type": "module" }');
  const program = ts.createProgram(paths, {
    strict: true,
    noEmit: true,
    skipLibCheck: false,
    exactOptionalPropertyTypes: false,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: [],
    ...options,
  });
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const line = file && start !== undefined ? file.text.slice(start).split('\n')[0] : '';
    return `${file?.fileName.replace(project.folder, '')}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}\n  ${line}`;
  });
}

const RESOLUTIONS = {
  'old Node': { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Node10 },
  bundler: { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
  Node: { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
};

for (const [name, options] of Object.entries(RESOLUTIONS)) {
  test(`a strict TypeScript project compiles every sample of the documentation (${name})`, () => {
    const samples = PAGES.flatMap((page) =>
      samplesOf(page).map((sample, index) => [
        `${page.replaceAll('/', '-')}-${index}.ts`,
        withImports(sample),
      ]),
    );
    assert.ok(samples.length > 20, `${samples.length} samples`);
    const files = { 'prelude.ts': PRELUDE, 'servers.d.ts': IMPORTED_FROM_SERVERS };
    assert.deepEqual(compile({ ...files, ...Object.fromEntries(samples) }, options), []);
  });
}

test('details of events are typed', () => {
  const wrong = `
    import { LocalMedia, Room } from 'parley-client';
    import type { AudioOutputEvents, LocalMediaEvents, MeshEvents, PeerConnectionEvents } from 'parley-client';
    import { type ClientEvents } from 'parley-client/signaling';
    const room = new Room({ url: 'https://call.example.org/v1/rooms/a', media: new LocalMedia() });
    room.addEventListener('source-added', ({ detail }) => detail.participant.sources.get('camera')?.stream.id.length);
    room.addEventListener('source-added', ({ detail }) => detail.mistake1);
    room.addEventListener('message', ({ detail }) => detail.mistake2);
    room.client.addEventListener('state', ({ detail }: CustomEvent<ClientEvents['state']>) => detail.mistake3);
    room.mesh.addEventListener('gone', ({ detail }: CustomEvent<MeshEvents['gone']>) => detail.mistake4);
    const handle = (detail: PeerConnectionEvents['connection']) => detail.mistake5;
    const change = (detail: LocalMediaEvents['change']) => detail.mistake6;
    const none: AudioOutputEvents['change'] = undefined;
  `;
  const errors = compile({ 'wrong.ts': wrong }, RESOLUTIONS.bundler);
  assert.deepEqual(
    errors.map((error) => /'(mistake\d)' does not exist/.exec(error)?.[1] ?? error),
    ['mistake1', 'mistake2', 'mistake3', 'mistake4', 'mistake5', 'mistake6'],
  );
});

test('the oldest browsers of the documentation have the syntax of the library', async () => {
  const page = readFileSync(join(ROOT, 'docs/client.md'), 'utf8');
  const [, chromium, firefox, safari] = /Chromium (\d+), Firefox (\d+), Safari ([\d.]+),/.exec(page) ?? [];
  const oldest = [`chrome${chromium}`, `firefox${firefox}`, `safari${safari}`];
  for (const path of project.files.filter((file) => file.endsWith('.js'))) {
    const codes = [oldest, 'esnext'].map(
      async (target) => (await transform(project.read(path), { target })).code,
    );
    const [lowered, original] = await Promise.all(codes);
    assert.equal(lowered, original, path);
  }
});

for (const { name, code, limit } of SIZES) {
  test(`${name} has at most ${limit} bytes`, async (t) => {
    const { outputFiles, metafile } = await project.bundle(code);
    const loaded = loadedFirst(metafile, outputFiles);
    const size = gzipSync(Buffer.concat(loaded.map(({ contents }) => contents)), { level: 9 }).length;
    t.diagnostic(`${name}: ${size} bytes`);
    assert.ok(size <= limit, `${size} bytes`);
  });
}

/**
 * The files that a page loads before it calls anything: those that are imported dynamically come later.
 *
 * @param {import('esbuild').Metafile} metafile
 * @param {import('esbuild').OutputFile[]} files
 */
function loadedFirst({ outputs }, files) {
  const fileOf = (/** @type {string} */ path) =>
    files.find((file) => file.path.endsWith(path.replace(/^.*[/]/, '/')));
  const loaded = new Set();
  const load = (/** @type {string} */ path) => {
    if (loaded.has(path)) return;
    loaded.add(path);
    for (const each of outputs[path]?.imports ?? []) if (each.kind === 'import-statement') load(each.path);
  };
  for (const [path, { entryPoint }] of Object.entries(outputs)) if (entryPoint === '<stdin>') load(path);
  return [...loaded].flatMap((path) => fileOf(path) ?? []);
}
