/** The real widgets from npm that the lab serves: by path, since some packages export no build for pages. Node only; imports nothing. */

export const packageFiles = {
  altcha: 'altcha/dist/main/altcha.js',
  altchaV1: 'altcha-v1/dist/altcha.js',
  altchaV2: 'altcha-v2/dist/altcha.js',
  cap: '@cap.js/widget/cap.min.js',
  capSolver: '@cap.js/wasm/browser/cap_wasm_bg.wasm',
  friendly: 'friendly-challenge/widget.min.js',
  friendlySdk: '@friendlycaptcha/sdk/site.min.js',
  friendlySdkForRecaptcha: '@friendlycaptcha/sdk/contrib/recaptcha-site.min.js',
} as const;
