"""Names in snake case have the words that a person reads in them."""

from __future__ import annotations

import random
import string

import pytest

from apiloom.core.identifiers import (
    class_name,
    constant_name,
    is_identifier,
    module_name,
    snake_name,
)
from apiloom.core.words import words_of

WORDS = {
    # Runs of capitals, and a plural.
    "userIDs": "user_ids",
    "imageURLs": "image_urls",
    "VPCs": "vpcs",
    "getURLs": "get_urls",
    "floatingIPs": "floating_ips",
    "Floating IPs": "floating_ips",
    "IDs": "ids",
    "URLsToFetch": "urls_to_fetch",
    "idToIDsMap": "id_to_ids_map",
    "CPUs": "cpus",
    "rawACLsJSON": "raw_acls_json",
    "OSes": "oses",
    "APIKeys": "api_keys",
    "DNSSECKeys": "dnssec_keys",
    "HTTPSProxy": "https_proxy",
    "XMLHttpRequest": "xml_http_request",
    "isAWSManaged": "is_aws_managed",
    "getAThing": "get_a_thing",
    "ThisIsXML": "this_is_xml",
    "IsIt": "is_it",
    "MCPClientConfig": "mcp_client_config",
    # Digits.
    "OAuth2": "oauth2",
    "OAuth2Token": "oauth2_token",
    "IPv4": "ipv4",
    "IPv6CIDR": "ipv6_cidr",
    "enableIPv4NAT": "enable_ipv4_nat",
    "UUIDv4": "uuidv4",
    "SNMPv3Users": "snmpv3_users",
    "S3Bucket": "s3_bucket",
    "S3URLs": "s3_urls",
    "EC2Instance": "ec2_instance",
    "HTTP2Server": "http2_server",
    "H264Codec": "h264_codec",
    "MP3s": "mp3s",
    "x509Cert": "x509_cert",
    "sha256Sum": "sha256_sum",
    "base64URL": "base64_url",
    "utf8": "utf8",
    "A1b2": "a1b2",
    "v1beta1": "v1beta1",
    "P2PNetwork": "p2p_network",
    "K8SCluster": "k8s_cluster",
    "K8sApi": "k8s_api",
    "IDs2": "ids2",
    "is2FAEnabled": "is_2fa_enabled",
    "rotate3D": "rotate_3d",
    "2FA": "field_2fa",
    "5GNetwork": "field_5g_network",
    "404Error": "field_404_error",
    # Names of the trade.
    "GraphQL": "graphql",
    "myGraphQLQuery": "my_graphql_query",
    "graphQLQuery": "graphql_query",
    "macOS": "macos",
    "macOSVersion": "macos_version",
    "iOS": "ios",
    "iOSVersion": "ios_version",
    "RADIOS": "radios",
    "OAuth": "oauth",
    "OAuthToken": "oauth_token",
    "FOOAuth": "foo_auth",
    "GitHubURL": "github_url",
    "eTag": "etag",
    "JavaScriptSDK": "javascript_sdk",
    "IOStream": "io_stream",
    "IPAddress": "ip_address",
    "MySQLite": "my_sqlite",
    "SaaSy": "saa_sy",
    # Letters of any script.
    "propriétéNom": "propriété_nom",
    "ÜBER": "über",
}


@pytest.mark.parametrize(("text", "name"), WORDS.items(), ids=WORDS)
def test_words(text: str, name: str) -> None:
    assert snake_name(text, "field") == name
    assert constant_name(name) == name.upper()


def test_classes_keep_their_capitals() -> None:
    assert class_name("userIDs") == "UserIDs"
    assert class_name("OAuth2") == "OAuth2"
    assert module_name("CON", "tag") == "con_"


def _texts(count: int) -> list[str]:
    """Texts of words, acronyms, digits and separators, the same in every run."""
    chosen = random.Random(20)
    pieces = [*WORDS, *string.ascii_letters, *string.digits, "_", "-", "s", "URL", "é"]
    return [
        "".join(chosen.choices(pieces, k=chosen.randint(1, 6))) for _ in range(count)
    ]


def test_the_snake_case_name_of_a_snake_case_name_is_itself() -> None:
    for text in _texts(5_000):
        name = snake_name(text, "field")
        assert is_identifier(name), text
        assert snake_name(name, "field") == name, text


def test_words_have_the_letters_of_the_text() -> None:
    for text in _texts(5_000):
        letters = "".join(letter for letter in text if letter.isalnum())
        assert "".join(words_of(text)) == letters.lower(), text


def test_long_names_are_cut_once() -> None:
    name = snake_name("VeryLong" * 20, "field")
    assert len(name) <= 80
    assert snake_name(name, "field") == name
