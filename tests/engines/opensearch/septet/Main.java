package septet;

import java.util.concurrent.CountDownLatch;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/** One OpenSearch node on this machine alone: `Main FOLDER PORT`. */
public final class Main extends OpenSearchRunner {
    private final int port;

    private Main(int port) {
        this.port = port;
    }

    @Override
    protected int getAvailableHttpPort(int node) {
        return port;
    }

    public static void main(String[] arguments) {
        Main runner = new Main(Integer.parseInt(arguments[1]));
        runner.onBuild((node, settings) -> {
            settings.put("network.host", "127.0.0.1");
            settings.put("http.host", "127.0.0.1");
            settings.put("transport.host", "127.0.0.1");
            settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
        }).build(newConfigs().basePath(arguments[0]).clusterName("test").numOfNode(1));
        // The node's threads are daemons.
        new Thread(Main::waitForEver, "waits").start();
    }

    private static void waitForEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
