import assert from 'node:assert/strict';
import { accessSync, constants, existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Markdown, ROOT } from '../harness/markdown.js';

const read = (path) => readFileSync(new URL(path, ROOT), 'utf8');

/** The files below a folder, as paths from the root. */
function filesBelow(folder) {
  const names = readdirSync(new URL(folder, ROOT), { recursive: true });
  return names.map((name) => folder + name).filter((path) => statSync(new URL(path, ROOT)).isFile());
}

/** The sources that declare the options of scripts. The options of the server are its settings. */
const SOURCES = [
  ...filesBelow('script/'),
  ...filesBelow('signaling-server/src/main/java/dev/parley/server/config/'),
  ...filesBelow('tools/').filter((path) => /\/src\/main\/.*\.java$/.test(path)),
]
  .map(read)
  .join('\n');
const SETTINGS = read('docs/configuration.md'); // which a Java test compares with the settings
const POM = read('pom.xml');

/** Checks of the words of a command, by its program. Each gives what is wrong. */
const CHECKS = {
  script([program, ...words]) {
    if (!isExecutable(program)) return `${program} is not a script`;
    if (program === 'script/test') return words.find((part) => !SOURCES.includes(`test_${part}()`));
    const options = words.filter((word) => word.startsWith('--'));
    return (
      options.find(
        (option) => !SOURCES.includes(option) && !SETTINGS.includes(`| \`${option.slice(2)}\` |`),
      ) ?? words.find((word) => word.startsWith('protocol/') && !existsSync(new URL(word, ROOT)))
    );
  },
  mvn(words) {
    const [module = '.'] = words.flatMap((word, i) => (words[i - 1] === '-pl' ? word : []));
    const tests = words.flatMap((word) => /^-Dtest=(.*)/.exec(word)?.[1] ?? []);
    const plugins = words.flatMap((word) => /^(\w+):\w+$/.exec(word)?.[1] ?? []);
    return (
      tests.find(
        (name) => !filesBelow(`${module}/src/test/`).some((path) => path.endsWith(`/${name}.java`)),
      ) ?? plugins.find((name) => !POM.includes(`${name}-maven-plugin`))
    );
  },
  npm([, , folder, verb, name]) {
    return verb === 'run' && !JSON.parse(read(`${folder}/package.json`)).scripts[name] && name;
  },
  node([, , file]) {
    return !existsSync(new URL(file, ROOT)) && file;
  },
};

function isExecutable(path) {
  try {
    accessSync(fileURLToPath(new URL(path, ROOT)), constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The commands in a block, without settings before them and comments after them. */
function commandsIn({ code }) {
  return code
    .split('\n')
    .map((line) => line.replace(/(^|\s)#.*/, '').replace(/^(\s*[A-Z_]+=\S+)+\s+/, ''))
    .map((line) => line.trim())
    .filter(Boolean);
}

function problemOf(command) {
  const words = command.split(/\s+/);
  const check = CHECKS[words[0].split('/')[0]];
  return check ? check(words) : `${words[0]} is unknown to this test`;
}

test('the commands in CONTRIBUTING.md name scripts, options and tests that exist', () => {
  const commands = new Markdown('CONTRIBUTING.md').blocks.flatMap(commandsIn);
  assert.ok(commands.length > 10);
  for (const command of commands) assert.ok(!problemOf(command), `${command}: ${problemOf(command)}`);
});

const PAGES = readdirSync(new URL('docs/', ROOT))
  .filter((name) => name.endsWith('.md'))
  .map((name) => new Markdown(`docs/${name}`));

test('the commands in docs/ name scripts and options that exist', () => {
  const inBlocks = PAGES.flatMap(({ blocks }) => blocks).flatMap(commandsIn);
  const inSentences = PAGES.flatMap(({ codes }) => codes.flatMap((code) => commandsIn({ code })));
  const commands = [...inBlocks, ...inSentences].filter((command) => /^script\/[a-z]+(\s\S|$)/.test(command));
  assert.ok(commands.length > 10);
  for (const command of commands) assert.ok(!problemOf(command), `${command}: ${problemOf(command)}`);
});

test('the paths that sentences name exist', () => {
  const folders = readdirSync(ROOT).filter((name) => /^[a-z]/.test(name) && name !== 'target');
  const pages = [...PAGES, new Markdown('README.md'), new Markdown('CONTRIBUTING.md')];
  for (const { path, codes } of pages) {
    const named = codes.flatMap((code) => /^[\w./-]+/.exec(code) ?? []);
    const paths = named.filter((name) => name.includes('/') && folders.includes(name.split('/')[0]));
    for (const each of paths.filter((name) => !name.includes('/target/')))
      assert.ok(existsSync(new URL(each, ROOT)), `${path} names ${each}`);
  }
});

test('each decision has a context, a decision and consequences, in at most 45 lines', () => {
  for (const path of filesBelow('docs/decisions/')) {
    const text = read(path);
    const sections = [...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title);
    const required = ['Context', 'Decision', 'Consequences'];
    assert.deepEqual(
      sections.filter((title) => required.includes(title)),
      required,
      `${path} has the sections ${sections}`,
    );
    assert.ok(text.trimEnd().split('\n').length <= 45, `${path} has more than 45 lines`);
  }
});
