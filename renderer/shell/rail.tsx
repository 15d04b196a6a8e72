import { useImportNews, useRunningImports } from '../import/queue.ts';
import { PLACES } from './places.tsx';
import { goTo, type Route } from './route.ts';

/** The rail on the left. */
export function Rail({ route }: { readonly route: Route }) {
  const running = useRunningImports();
  const news = useImportNews();
  return (
    <nav className="rail" aria-label="Places">
      {PLACES.map(({ id, title, icon, key }) => (
        <button
          key={id}
          type="button"
          className="rail-place"
          aria-current={route[0] === id ? 'page' : undefined}
          title={`${title} (Alt+${key})`}
          onClick={() => goTo(id)}
        >
          {icon}
          <span>{title}</span>
          {id === 'import' && running > 0 && (
            <span className="rail-count">
              {running}
              <span className="out-of-sight"> running</span>
            </span>
          )}
        </button>
      ))}
      <span className="out-of-sight" role="status">
        {news}
      </span>
    </nav>
  );
}
