/*
 * Latchkey lab: look-alike of Lemin's script for one captcha, not theirs. Page world. Two inputs with the value "null" until there is an answer.
 */
const origin = 'https://api.leminnow.com';
const sitekey = new URL(document.currentScript.src).pathname.split('/')[4];

function build() {
  const container = document.getElementById('lemin-cropped-captcha');
  if (!container) return null;
  const answer = labHidden('lemin_answer', 'null');
  const challenge = labHidden('lemin_challenge_id', 'null');
  const box = document.createElement('div');
  box.className = 'lemin-captcha-input-box';
  const value = { answer: 'null', challenge_id: 'null' };
  const frame = labFrame({
    origin,
    sitekey,
    title: 'Lemin',
    done(token) {
      Object.assign(value, { answer: token, challenge_id: crypto.randomUUID() });
      answer.value = value.answer;
      challenge.value = value.challenge_id;
    },
  });
  box.append(answer, challenge);
  container.append(frame, box);
  return {
    isReady: () => true,
    getCaptchaValue: () => ({ ...value }),
    resetCaptcha() {
      value.answer = value.challenge_id = answer.value = challenge.value = 'null';
    },
    reloadPuzzle() {},
  };
}

let captcha = null;
window.leminCroppedCaptcha = { getCaptcha: () => captcha };
labReady(() => {
  captcha = build();
});
