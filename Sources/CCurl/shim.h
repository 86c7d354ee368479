#pragma once

// Swift cannot call variadic functions, so each of libcurl's comes here as one function for each type of argument.

#include <curl/curl.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/socket.h>

static inline CURLcode patchbay_easy_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode patchbay_easy_set_size(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode patchbay_easy_set_pointer(CURL *easy, CURLoption option, const void *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode patchbay_easy_set_data_callback(CURL *easy, CURLoption option, curl_write_callback value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode patchbay_easy_set_socket_callback(CURL *easy, curl_opensocket_callback value) {
    return curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, value);
}

static inline CURLcode patchbay_easy_set_sending_callback(CURL *easy, curl_prereq_callback value) {
    return curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, value);
}

/// Sets certificates that libcurl does not copy: they must live as long as the transfer.
static inline CURLcode patchbay_easy_set_certificates(CURL *easy, const void *pem, size_t count) {
    struct curl_blob blob = {(void *)pem, count, CURL_BLOB_NOCOPY};
    return curl_easy_setopt(easy, CURLOPT_CAINFO_BLOB, pem ? &blob : NULL);
}

static inline CURLcode patchbay_easy_get_long(CURL *easy, CURLINFO info, long *value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode patchbay_easy_get_size(CURL *easy, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode patchbay_easy_get_text(CURL *easy, CURLINFO info, char **value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode patchbay_easy_get_pointer(CURL *easy, CURLINFO info, void **value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLMcode patchbay_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

/// The result of a finished transfer; a union member of CURLMsg.
static inline CURLcode patchbay_message_result(const CURLMsg *message) {
    return message->data.result;
}

/// The address a connection is about to be made to; it may be longer than a plain `struct sockaddr`.
static inline const struct sockaddr *patchbay_socket_address(const struct curl_sockaddr *address) {
    return &address->addr;
}

/// Opens the socket that libcurl asks for, closed in processes that are started meanwhile.
static inline curl_socket_t patchbay_open_socket(const struct curl_sockaddr *address) {
#ifdef SOCK_CLOEXEC
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
#else
    int descriptor = socket(address->family, address->socktype, address->protocol);
    if (descriptor >= 0) {
        fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    }
    return descriptor;
#endif
}

/// Waits until a transfer or another descriptor is readable, or until the time is over.
static inline CURLMcode patchbay_multi_wait(CURLM *multi, int descriptor, int milliseconds, bool *readable) {
    struct curl_waitfd waited = {descriptor, CURL_WAIT_POLLIN, 0};
    CURLMcode code = curl_multi_poll(multi, &waited, 1, milliseconds, NULL);
    *readable = waited.revents != 0;
    return code;
}
