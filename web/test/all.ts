import './commonmark';
import './diff';
import './highlight';
import './hostile';
import './markdown';
import './tables';
import './mentions';
import './pasted';
