/** The wire's version. A client that presents another one is refused with `GONE`, reason `protocol`. */
export const PROTOCOL_VERSION = 1
