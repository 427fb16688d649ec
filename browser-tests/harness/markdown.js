import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = new URL('../../', import.meta.url);

const BLOCK = /^```(\w*)\n(.*?)^```$/gms;
const LINK = /\]\(([^)\s]+)\)|<(https?:[^>\s]+)>/g;
const HEADING = /^#{1,6} (.+)$/gm;

/** A page of the documentation. Paths are relative to the root of the repository. */
export class Markdown {
  /**
   * @param {string} path
   * @param {string} [text]  a part of it
   */
  constructor(path, text = readFileSync(new URL(path, ROOT), 'utf8')) {
    this.path = path;
    this.text = text;
    this.prose = this.text.replace(BLOCK, '');
  }

  /** The fenced blocks of code, in order. */
  get blocks() {
    return [...this.text.matchAll(BLOCK)].map(([, language, code]) => ({ language, code }));
  }

  /** The code that stands in sentences. */
  get codes() {
    return [...this.prose.matchAll(/`([^`]+)`/g)].map(([, code]) => code);
  }

  /** The targets of all links, as they are written. */
  get links() {
    return [...this.prose.replace(/`[^`]*`/g, '').matchAll(LINK)].map(([, target, url]) => target ?? url);
  }

  /** The links that lead out of the repository. */
  get urls() {
    return this.links.filter((link) => /^[a-z]+:/.test(link));
  }

  /** The anchors of its headings, as GitHub forms them. */
  get anchors() {
    return [...this.prose.matchAll(HEADING)].map(([, heading]) => {
      const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
      return words.replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '').replaceAll(' ', '-');
    });
  }

  /** The part below a heading of the second level. */
  section(heading) {
    const [, text] = this.text.split(`\n## ${heading}\n`);
    if (text === undefined) throw new Error(`${this.path} has no heading "${heading}"`);
    return new Markdown(this.path, text.split('\n## ')[0]);
  }

  /** The items of its lists, each in one line. */
  get items() {
    return this.prose
      .split(/^- /m)
      .slice(1)
      .map((item) => item.replace(/\s+/g, ' ').trim());
  }

  /** The links into the repository that lead nowhere. */
  get brokenLinks() {
    const { urls } = this;
    return this.links.filter((link) => !urls.includes(link) && !this.#leadsSomewhere(link));
  }

  #leadsSomewhere(link) {
    const { pathname, hash } = new URL(link, new URL(this.path, 'file:///'));
    const path = decodeURI(pathname.slice(1));
    if (!existsSync(fileURLToPath(new URL(path, ROOT)))) return false;
    return !hash || new Markdown(path).anchors.includes(decodeURI(hash.slice(1)));
  }
}
