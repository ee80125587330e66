int ccurses_empty;
