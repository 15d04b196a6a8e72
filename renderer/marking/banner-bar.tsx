import { toneOf } from './banner-level.ts';

/** The marking of everything on screen: one bar at the top and one at the bottom, always. */
export function BannerBar({ marking, place }: { readonly marking: string; readonly place: 'top' | 'bottom' }) {
  return (
    <div className={`banner banner-${toneOf(marking)}`} data-testid={`banner-${place}`} role="note">
      <span className="out-of-sight">Highest marking on this screen: </span>
      {marking}
    </div>
  );
}
