/** Entry of the first-run page. Only wires. */
import { render } from 'preact';
import { connector } from './connector.ts';
import { Welcome } from './panels/welcome.tsx';
import { speak } from './speak.ts';
import './styles/base.css';
import './styles/welcome.css';

const root = document.getElementById('root');
if (root) void speak().then(() => render(<Welcome connector={connector} />, root));
