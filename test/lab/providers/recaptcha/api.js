/*
 * Latchkey lab: look-alike of reCAPTCHA's loader (api.js, enterprise.js), not Google's. Page world, served with its
 * values (LAB) put in. It reproduces the measured same-tick assignments in their order; plain assignments, sloppy mode.
 */
(function () {
  var lab = __LAB__;
  var w = window;
  var cfg = (w.___grecaptcha_cfg = w.___grecaptcha_cfg || {});
  var api = (w.grecaptcha = w.grecaptcha || {});
  if (lab.enterprise) api = api.enterprise = api.enterprise || {};
  api.ready =
    api.ready ||
    function (f) {
      (cfg.fns = cfg.fns || []).push(f);
    };
  w.__recaptcha_api = lab.api;
  (cfg.render = cfg.render || []).push(lab.render);
  if (lab.onload) (cfg.onload = cfg.onload || []).push(lab.onload);
  w.__google_recaptcha_client = true;

  // Lab bookkeeping that a page can't meet by enumeration: which loader asked for what, and the widgets' private state.
  var key = Symbol.for('latchkey-lab');
  if (!cfg[key])
    Object.defineProperty(cfg, key, {
      value: { apis: new Map(), loads: [], widgets: new Map(), rendered: new WeakSet() },
    });
  cfg[key].apis.set(lab.enterprise, lab.api);
  cfg[key].loads.push({ api: lab.api, render: lab.render, onload: lab.onload });

  var main = document.createElement('script');
  main.type = 'text/javascript';
  main.async = true;
  main.charset = 'utf-8';
  main.crossOrigin = 'anonymous';
  main.src = lab.main;
  var nonced = document.querySelector('script[nonce]');
  var nonce = nonced && (nonced.nonce || nonced.getAttribute('nonce'));
  if (nonce) main.setAttribute('nonce', nonce);
  var first = document.getElementsByTagName('script')[0];
  first.parentNode.insertBefore(main, first);
})();
