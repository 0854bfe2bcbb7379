/** What the suite uses of the clients that come without types. */
declare module '@antiadmin/anticaptchaofficial' {
  type Method = (...given: unknown[]) => Promise<unknown>;
  type Solvable =
    | `${'RecaptchaV2' | 'RecaptchaV2Enterprise' | 'HCaptcha' | 'Turnstile' | 'FunCaptcha' | 'AmazonWidget'}Prox${'yless' | 'yOn'}`
    | `${'GeeTest' | 'Amazon' | 'Altcha' | 'FriendlyCaptcha' | 'Prosopo'}Proxyless`
    | 'GeeTestV4ProxyOn'
    | 'RecaptchaV3'
    | 'RecaptchaV3Enterprise'
    | 'Image';
  type AntiCaptcha = Account & Record<`solve${Solvable}` | `report${'Incorrect' | 'Correct'}Recaptcha`, Method>;
  interface Account {
    settings: Record<string, unknown>;
    setAPIKey(key: string): void;
    shutUp(): void;
    getBalance(): Promise<number>;
  }
  const client: AntiCaptcha;
  export default client;
}

declare module 'deathbycaptcha-lib' {
  interface Captcha {
    captcha: number;
    text: string | null;
  }
  class HttpClient {
    constructor(username: string, password: string);
    get_balance(done: (cents: number | null) => void): void;
    decode(order: { captcha?: string; extra: Record<string, unknown> }, done: (captcha: Captcha | null) => void): void;
    report(id: number, done: (taken: boolean) => void): void;
  }
  const library: { HttpClient: typeof HttpClient };
  export default library;
}
