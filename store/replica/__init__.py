"""Changes of a library in, consistent views of it out: what every process reads from.

A replica is a SQLite file and a file of vectors, in the library's folder or, of a library on a server, in the user's
cache. It can always be made again from Chroma. Imports the index, the encoding, the text and the types of the store.
"""
