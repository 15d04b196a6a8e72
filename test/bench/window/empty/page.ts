import { Button, InputGroup } from '@blueprintjs/core';
import { createElement, useState } from 'react';
import { createRoot } from 'react-dom/client';

// The least that a window of these parts can be: React, Blueprint, one field and one button.

interface Page {
  readonly document: { getElementById(id: string): Parameters<typeof createRoot>[0] | null };
}

function Empty() {
  const [text, setText] = useState('');
  const [presses, setPresses] = useState(0);
  return createElement(
    'main',
    null,
    createElement(InputGroup, { 'aria-label': 'Field', autoFocus: true, value: text, onValueChange: setText }),
    createElement(Button, { text: `Pressed ${presses} times`, onClick: () => setPresses(presses + 1) }),
  );
}

const { document } = globalThis as unknown as Page; // the bench is checked without the page's types
const place = document.getElementById('window');
if (place !== null) createRoot(place).render(createElement(Empty));
