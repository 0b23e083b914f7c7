#pragma once

// Tokens that were signed once by keys that nobody has any more: issuer `https://record.example`,
// for `https://us.example/cds-services`, from 2026-11-21T14:00:00Z for 300 seconds. Made by
// conformance/http/tokens.py.

namespace wervelwijzer::hooks {

// Seconds since 1970 at which they were issued.
inline constexpr long long kTokensIssued = 1795269600;
// `kid` is `es`, `jti` is `one`.
inline constexpr char kEs384Token[] =
    "eyJhbGciOiAiRVMzODQiLCAidHlwIjogIkpXVCIsICJraWQiOiAiZXMifQ.eyJpc3MiOiAiaHR0cHM6Ly9yZ"
    "WNvcmQuZXhhbXBsZSIsICJhdWQiOiAiaHR0cHM6Ly91cy5leGFtcGxlL2Nkcy1zZXJ2aWNlcyIsICJpYXQiO"
    "iAxNzk1MjY5NjAwLCAiZXhwIjogMTc5NTI2OTkwMCwgImp0aSI6ICJvbmUifQ.2qcOPy3YMCDMxdQpa6obS1"
    "K3aSP7kAdR5nz9cx9gF_kkaEa46MtTYCVR0m3RqDFYB5lwTLnqkBAX_7Fzp6Z7i39NYn91Xbu_5FCVfUWUS0"
    "dqGLLljZ-E-J9Z6Z_dNSzl";

// `kid` is `rs`, `jti` is `two`.
inline constexpr char kRs384Token[] =
    "eyJhbGciOiAiUlMzODQiLCAidHlwIjogIkpXVCIsICJraWQiOiAicnMifQ.eyJpc3MiOiAiaHR0cHM6Ly9yZ"
    "WNvcmQuZXhhbXBsZSIsICJhdWQiOiAiaHR0cHM6Ly91cy5leGFtcGxlL2Nkcy1zZXJ2aWNlcyIsICJpYXQiO"
    "iAxNzk1MjY5NjAwLCAiZXhwIjogMTc5NTI2OTkwMCwgImp0aSI6ICJ0d28ifQ.sDXTrxzumKsogKLj5xvqva"
    "-Fbjmpht-8qfjNZzMKeQ09GrOUCt6EZdMyUABmLM26KJaOQ6dK0NrUmI9fZWVn-AWskcC7vXIoN3NNI_42nN"
    "8UKH4vhdFnm64DBnYIbzj5DK0g8jHexRYCEAiVUlLQAg5Rtet6-TuEooaWgGyw7XdIZoT2WutZOHiM4QRv4k"
    "kT60VTyS2lxwJ_G-lSsMuk9UPGYTc8yAzYDcCmXtwMA18YqrgIA_g_uh5x-HCT60frRPi5UVTK2a5F8kffWU"
    "Dkc3d_Tcnbyao714SC9UdDVH5x5ckRX20csnaDoAZZgIRf0av5Q87IugV4Y60yY-RUlA";

// The key of the first, of the second, of both.
inline constexpr char kEsKeys[] =
    R"({"keys": [{"kid": "es", "use": "sig", "alg": "ES384", "kty": "EC", "crv": "P-384", ")"
    R"(x": "G9YJPrtyRhSY00Vq-QxaM1mTwNt4tugbOJ4hunPvag5yIRrLSiJM7g0tcifhwve5", "y": "ARbze6)"
    R"(FighUsomYFN703UIaSXIloENtdUCODVD32WBYsWYTVXwib388BF1FyhBGW"}]})";
inline constexpr char kRsKeys[] =
    R"({"keys": [{"kid": "rs", "use": "sig", "alg": "RS384", "kty": "RSA", "n": "zzNOp862ol)"
    R"(PNu0p5KRvuejMk-Ioz8YZmusir1r7w8ieiLDZGAnSXvYiToJYT8fVOtsLmHSZSAdUImbaiJW1cp1WN_d4Qno)"
    R"(veFUfPY_Du-ehrnUdPXCKhi4PE35hPR2sKoDy3GmPjxR6iC6yPft_k2Bl_hJs7PdzA6H07O99ARdRwVkRlKL)"
    R"(s9rzuCewVbs6l4L7a2G7XjbihXCfhFGHWC2UWarNpgA31uilfCnHHjgp1soeVc4D-MIYY-yw3A5wk0Ysre97)"
    R"(CUQK6EMPtBLVztEpNB1q-V2nMBHvrlznl3Rg1t-wvLoyxvHmfGiCi6YVJmEwJ2mXYM6vpYMTa1wvFe7w", ")"
    R"(e": "AQAB"}]})";
inline constexpr char kBothKeys[] =
    R"({"keys": [{"kid": "es", "use": "sig", "alg": "ES384", "kty": "EC", "crv": "P-384", ")"
    R"(x": "G9YJPrtyRhSY00Vq-QxaM1mTwNt4tugbOJ4hunPvag5yIRrLSiJM7g0tcifhwve5", "y": "ARbze6)"
    R"(FighUsomYFN703UIaSXIloENtdUCODVD32WBYsWYTVXwib388BF1FyhBGW"}, {"kid": "rs", "use": ")"
    R"(sig", "alg": "RS384", "kty": "RSA", "n": "zzNOp862olPNu0p5KRvuejMk-Ioz8YZmusir1r7w8i)"
    R"(eiLDZGAnSXvYiToJYT8fVOtsLmHSZSAdUImbaiJW1cp1WN_d4QnoveFUfPY_Du-ehrnUdPXCKhi4PE35hPR2)"
    R"(sKoDy3GmPjxR6iC6yPft_k2Bl_hJs7PdzA6H07O99ARdRwVkRlKLs9rzuCewVbs6l4L7a2G7XjbihXCfhFGH)"
    R"(WC2UWarNpgA31uilfCnHHjgp1soeVc4D-MIYY-yw3A5wk0Ysre97CUQK6EMPtBLVztEpNB1q-V2nMBHvrlzn)"
    R"(l3Rg1t-wvLoyxvHmfGiCi6YVJmEwJ2mXYM6vpYMTa1wvFe7w", "e": "AQAB"}]})";

}  // namespace wervelwijzer::hooks
