import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import ts from 'typescript';

const ROOT = new URL('../', import.meta.url);

/** Globals of the browser that not every folder may use. */
const DOM = [
  'document',
  'window',
  'location',
  'history',
  'localStorage',
  'sessionStorage',
  'HTMLElement',
  'alert',
];
const WEBRTC = ['RTCPeerConnection', 'RTCSessionDescription', 'RTCIceCandidate', 'MediaStream', 'navigator'];
const NETWORK = ['WebSocket', 'fetch', 'XMLHttpRequest', 'EventSource'];

/** The folders that each folder may import from, and the globals that it must not use. @type {Record<string, { imports: string[], without: string[] }>} */
const RULES = {
  signaling: { imports: ['signaling'], without: [...DOM, ...WEBRTC] },
  media: { imports: ['signaling', 'media'], without: [...DOM, ...NETWORK, 'RTCPeerConnection'] },
  rtc: { imports: ['signaling', 'rtc'], without: [...DOM, ...NETWORK, 'navigator'] },
  topology: { imports: ['signaling', 'rtc', 'topology'], without: [...DOM, ...WEBRTC, ...NETWORK] },
  room: { imports: ['signaling', 'rtc', 'topology', 'room'], without: [...DOM, ...WEBRTC, ...NETWORK] },
  ui: {
    imports: ['signaling', 'media', 'topology', 'room', 'ui'],
    without: [...NETWORK, 'RTCPeerConnection'],
  },
  docs: { imports: ['docs'], without: [...NETWORK.filter((name) => name !== 'fetch'), ...WEBRTC] },
  example: { imports: ['parley.js', 'example'], without: [...NETWORK, 'RTCPeerConnection'] },
};

for (const [folder, { imports, without }] of Object.entries(RULES)) {
  for (const file of scripts(folder)) {
    test(`${file} follows the rules of its folder`, () => {
      const { modules, globals } = contents(file);
      const foreign = modules.filter((module) => !imports.includes(folderOf(module, file)));
      assert.deepEqual(foreign, [], `${folder} may import from ${imports.join(', ')} only`);
      assert.deepEqual(
        without.filter((name) => globals.has(name)),
        [],
        `${folder} must not use these globals`,
      );
      assert.deepEqual(
        modules.filter((module) => !/^\.{1,2}\/.*\.js$/.test(module)),
        [],
        'browsers resolve relative paths that end in .js only',
      );
    });
  }
}

test('parley.js exports the public API', async () => {
  const names = Object.keys(await import('../parley.js'));
  assert.deepEqual(names.sort(), [
    'AudioOutput',
    'LocalMedia',
    'Mesh',
    'PeerConnection',
    'Room',
    'SignalingClient',
    'SignalingError',
    'newKey',
    'peerIdOf',
  ]);
});

test('the parser finds imports and globals', () => {
  const source = "import x from '../ui/a.js'; /** @type {WebSocket} */ const y = document.title; x.window;";
  const { modules, globals } = parse('probe.js', source);
  assert.equal(folderOf(modules[0] ?? '', 'rtc/probe.js'), 'ui');
  assert.deepEqual([...globals].sort(), ['document', 'x'], 'neither types nor members of objects');
});

/** @param {string} folder */
function scripts(folder) {
  const files = readdirSync(new URL(folder, ROOT)).filter((file) => file.endsWith('.js'));
  return files.map((file) => `${folder}/${file}`);
}

/** @param {string} file */
function contents(file) {
  return parse(file, readFileSync(new URL(file, ROOT), 'utf8'));
}

/**
 * The modules that a file imports, and the names that it takes from anywhere.
 *
 * @param {string} file
 * @param {string} source
 */
function parse(file, source) {
  /** @type {string[]} */
  const modules = [];
  /** @type {Set<string>} */
  const globals = new Set();
  const visit = (/** @type {ts.Node} */ node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      if (node.moduleSpecifier) modules.push(/** @type {ts.StringLiteral} */ (node.moduleSpecifier).text);
    } else if (ts.isIdentifier(node) && isUse(node)) globals.add(node.text);
    else ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.ES2023, true, ts.ScriptKind.JS));
  return { modules, globals };
}

/** Whether a name stands for a value, and not for a member or for something that is declared here. @param {ts.Identifier} node */
function isUse(node) {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  const declared =
    ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isBindingElement(parent);
  return !(declared && parent.name === node) && !ts.isParameter(parent) && !ts.isMethodDeclaration(parent);
}

/** @param {string} module @param {string} file  which imports it */
function folderOf(module, file) {
  return new URL(module, new URL(file, 'file:///')).pathname.split('/')[1] ?? '';
}
