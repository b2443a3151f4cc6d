// The script of the page: shows the overview or a path from the data in the page, and follows the address. Every text is
// set as text.

import { render } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { PageData } from './data.js';
import { Overview } from './overview.js';
import { PathView } from './pathView.js';
import { addressOf, placeIn } from './place.js';

const data: PageData = JSON.parse(document.getElementById('data')!.textContent!);

function Page() {
  const [place, setPlace] = useState(() => placeIn(location.hash, data.paths));
  useLayoutEffect(() => {
    const follow = () => setPlace(placeIn(location.hash, data.paths));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  useFocus(place?.path);
  if (!place) return <Overview data={data} />;
  // Shown at once: the address is followed later, and a key that comes before would start from the old step.
  const go = (step: number) => {
    const next = { ...place, step };
    setPlace(next);
    location.replace(addressOf(next));
  };
  const path = data.paths[place.path]!;
  return <PathView key={place.path} path={path} step={place.step} sources={data.sources} go={go} />;
}

/** Where somebody has followed a link, or gone back, what was in focus is gone: the path, or the way to it, is next. */
function useFocus(path: number | undefined): void {
  const last = useRef(path);
  useLayoutEffect(() => {
    if (last.current === path) return;
    const next =
      path === undefined
        ? document.querySelector<HTMLElement>(`a[href^="#path=${last.current! + 1}&"]`)
        : document.querySelector<HTMLElement>('.diagram');
    last.current = path;
    if (path !== undefined) scrollTo(0, 0);
    next?.focus({ preventScroll: path !== undefined });
  }, [path]);
}

render(<Page />, document.getElementById('page')!);
