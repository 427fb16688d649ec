/** Shows how loud the microphone is, so that a person sees that it hears them. */
export class LevelMeter {
  #bar;
  /** @type {AudioContext | undefined} */
  #context;
  /** @type {MediaStreamAudioSourceNode | undefined} */
  #source;
  /** @type {string | undefined} */
  #trackId;
  #frame = 0;

  /** @param {HTMLElement} bar its --level goes from 0 to 1 */
  constructor(bar) {
    this.#bar = bar;
  }

  /** @param {MediaStream} stream */
  follow(stream) {
    const [track] = stream.getAudioTracks();
    if (track?.id === this.#trackId) return;
    this.stop();
    if (!track) return;
    this.#trackId = track.id;
    this.#context = new AudioContext();
    this.#source = this.#context.createMediaStreamSource(new MediaStream([track]));
    const analyser = this.#context.createAnalyser();
    analyser.fftSize = 512;
    this.#source.connect(analyser);
    this.#draw(analyser, new Float32Array(analyser.fftSize));
  }

  stop() {
    cancelAnimationFrame(this.#frame);
    this.#source?.disconnect();
    void this.#context?.close();
    this.#context = this.#source = this.#trackId = undefined;
    this.#bar.style.setProperty('--level', '0');
  }

  /**
   * @param {AnalyserNode} analyser
   * @param {Float32Array<ArrayBuffer>} samples
   */
  #draw(analyser, samples) {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    // The ear counts in decibels: from -60 (silence) to -10 (loud).
    const level = Math.min(1, Math.max(0, (10 * Math.log10(power + 1e-9) + 60) / 50));
    this.#bar.style.setProperty('--level', level.toFixed(2));
    this.#frame = requestAnimationFrame(() => this.#draw(analyser, samples));
  }
}
