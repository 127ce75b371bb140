"""Work in other processes: one worker process for whatever takes long or handles what may be hostile, and a fair queue.

Exports, uploads and the warm-up all go through here. Not the standard library's pool, nor one built on it: these start
a process through :mod:`multiprocessing`, which runs the program's ``__main__`` again in each, and while a page is drawn
Streamlit has put that page in its place. They also cannot end one job without ending all others, or report progress.
"""
