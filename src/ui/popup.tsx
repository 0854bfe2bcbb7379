import { render } from 'preact'; render(<p>popup</p>, document.body)
