import { Tag } from '@blueprintjs/core';

/** Says plainly that a vault was filled with generated data. */
export function SampleTag() {
  return (
    <Tag intent="warning" minimal>
      Sample data: invented, guards nothing
    </Tag>
  );
}
