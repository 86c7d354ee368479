#pragma once

// libarchive, of which this program reads ZIP files.

#include <archive.h>
#include <archive_entry.h>
