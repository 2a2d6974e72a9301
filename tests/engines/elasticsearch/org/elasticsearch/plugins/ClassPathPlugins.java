package org.elasticsearch.plugins;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.elasticsearch.env.Environment;

/** The plugins that stand on the class path, instead of those in a folder of an installation. */
public final class ClassPathPlugins extends PluginsService {
    private final List<LoadedPlugin> loaded;

    public ClassPathPlugins(Environment environment, List<Plugin> plugins) {
        super(environment.settings(), environment.configDir(), nothing());
        loaded = plugins.stream().map(ClassPathPlugins::load).toList();
    }

    public static PluginsLoader nothing() {
        return new PluginsLoader(Set.of(), Set.of(), Map.of());
    }

    private static LoadedPlugin load(Plugin plugin) {
        String name = plugin.getClass().getName();
        PluginDescriptor descriptor = new PluginDescriptor(
            name, name, "1", "9.5.3", "21", name, null, List.of(), false, false, false, false, null);
        return new LoadedPlugin(descriptor, plugin, plugin.getClass().getClassLoader());
    }

    @Override
    protected List<LoadedPlugin> plugins() {
        // The superclass asks while it is made.
        return loaded == null ? List.of() : loaded;
    }
}
