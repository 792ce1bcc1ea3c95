// Finds points in the plane; those that are not shown are null.

/** Which is nearest to the place, if any is within reach; else -1. */
export function nearest(places, at, reach) {
  let best = -1;
  let least = reach * reach;
  places.forEach((place, index) => {
    if (!place) return;
    const square = (place.x - at.x) ** 2 + (place.y - at.y) ** 2;
    if (square <= least) {
      least = square;
      best = index;
    }
  });
  return best;
}

/** The point to go to from one in a way ([1, 0] is right): near, and not far aside. */
export function towards(places, from, [x, y]) {
  const start = places[from] ?? places.find((it) => it);
  if (!start || !places[from]) return places.indexOf(start);
  let best = from;
  let least = Infinity;
  places.forEach((place, index) => {
    if (!place || index === from) return;
    const along = (place.x - start.x) * x + (place.y - start.y) * y;
    const aside = Math.abs((place.x - start.x) * y) + Math.abs((place.y - start.y) * x);
    if (along > 0.5 && along + 3 * aside < least) {
      least = along + 3 * aside;
      best = index;
    }
  });
  return best;
}
