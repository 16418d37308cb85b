package dev.holddown.connectors.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "169.254.170.2",
        "0.0.0.0",
        "0.1.2.3",
        "100.100.100.200",
        "168.63.129.16",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "fe80::1",
        "febf::1",
        "fd00:ec2::254",
        "fd20:ce::254",
        "ff02::1",
        "::ffff:169.254.169.254",
        "::169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "2002:a9fe:a9fe::1"
      })
  void an_address_of_the_machine_itself_or_its_cloud_is_never_called(String address)
      throws UnknownHostException {
    assertThat(Egress.local().refusal(InetAddress.getByName(address))).isPresent();
    assertThat(Egress.publicOnly().refusal(InetAddress.getByName(address))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.255.255.254",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "100.64.0.1",
        "198.18.0.1",
        "::1",
        "fc00::1",
        "fdff::1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:0a00:0001::1"
      })
  void a_private_address_is_called_only_where_it_is_allowed(String address)
      throws UnknownHostException {
    assertThat(Egress.local().refusal(InetAddress.getByName(address))).isEmpty();
    assertThat(Egress.publicOnly().refusal(InetAddress.getByName(address)))
        .hasValueSatisfying(why -> assertThat(why).endsWith("which this server does not allow"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "93.184.216.34",
        "172.32.0.1",
        "172.15.255.255",
        "169.253.255.255",
        "169.255.0.0",
        "100.63.255.255",
        "100.128.0.1",
        "9.255.255.255",
        "11.0.0.0",
        "2606:2800:220:1:248:1893:25c8:1946",
        "fec0:0:0:1::1"
      })
  void everything_else_may_be_called_from_ones_own_machine(String address)
      throws UnknownHostException {
    assertThat(Egress.local().refusal(InetAddress.getByName(address))).isEmpty();
  }

  @Test
  void a_public_address_may_be_called_from_a_server() throws UnknownHostException {
    assertThat(Egress.publicOnly().refusal(InetAddress.getByName("93.184.216.34"))).isEmpty();
    assertThat(Egress.publicOnly().refusal(InetAddress.getByName("2606:2800:220:1::1"))).isEmpty();
  }
}
