/*
 * Latchkey lab: a page of React (StrictMode, so every effect runs twice) with the real wrappers of reCAPTCHA v2, v3 and CaptchaFox. Page world;
 * built by wrappers.ts. What a wrapper tells its component is shown in an <output>.
 */
import { createElement as h, StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import Recaptcha from 'react-google-recaptcha';
import { GoogleReCaptchaProvider, useGoogleReCaptcha } from 'react-google-recaptcha-v3';
import { CaptchaFox } from '@captchafox/react';

const shown = (id, value) => h('output', { id }, value ?? '');

function Checkbox() {
  const [token, setToken] = useState('');
  return h('section', null, h(Recaptcha, { sitekey: window.keys.v2, onChange: setToken }), shown('v2', token));
}

function Score() {
  const { executeRecaptcha } = useGoogleReCaptcha();
  const [token, setToken] = useState('');
  const ask = () => void executeRecaptcha('login').then(setToken);
  return h(
    'section',
    null,
    h('button', { id: 'ask', disabled: !executeRecaptcha, onClick: ask }, 'Log in'),
    shown('v3', token),
  );
}

function Fox() {
  const [token, setToken] = useState('');
  return h('section', null, h(CaptchaFox, { sitekey: window.keys.fox, onVerify: setToken }), shown('fox', token));
}

const parts = {
  v2: h(Checkbox),
  v3: h(GoogleReCaptchaProvider, { reCaptchaKey: window.keys.v3 }, h(Score)),
  fox: h(Fox),
};
createRoot(document.getElementById('root')).render(h(StrictMode, null, parts[window.part]));
