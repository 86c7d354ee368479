#pragma once

#include <JavaScriptCore/JavaScript.h>

// Exported by the library on every platform, declared only in JSContextRefPrivate.h.
typedef bool (*JSShouldTerminateCallback)(JSContextRef ctx, void *context);
void JSContextGroupSetExecutionTimeLimit(
    JSContextGroupRef group, double limit, JSShouldTerminateCallback callback, void *context);
void JSContextGroupClearExecutionTimeLimit(JSContextGroupRef group);
