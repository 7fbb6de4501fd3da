// What a dashboard file of ours may hold: Grafana's own types, as JSON writes them, with every part that a
// reader of a panel needs made mandatory.
import type {
  AnnotationQuery,
  Dashboard as GrafanaDashboard,
  DataQuery,
  FieldConfigSource,
  Panel as GrafanaPanel,
} from '@grafana/schema';
import type * as heatmap from '@grafana/schema/dist/types/raw/composable/heatmap/panelcfg/x/HeatmapPanelCfg_types.gen.d.ts';
import type * as stat from '@grafana/schema/dist/types/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen.d.ts';
import type * as timeseries from '@grafana/schema/dist/types/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen.d.ts';

// JSON has the values of enumerations, not their names.
type Json<T> = T extends string
  ? `${T}`
  : T extends number
    ? number extends T
      ? number
      : `${T}` extends `${infer N extends number}`
        ? N
        : never
    : T extends boolean | null | undefined
      ? T
      : T extends (infer E)[]
        ? Json<E>[]
        : T extends object
          ? { [K in keyof T]: Json<T[K]> }
          : T;

interface PrometheusQuery extends DataQuery {
  expr: string;
  legendFormat?: string;
  format?: 'time_series' | 'table' | 'heatmap';
}

type PanelOf<Type extends string, Options, Custom> = Omit<GrafanaPanel, 'type' | 'options' | 'targets' | 'fieldConfig'> &
  Required<Pick<GrafanaPanel, 'id' | 'title' | 'description' | 'datasource' | 'gridPos'>> & {
    type: Type;
    options: Options;
    targets: PrometheusQuery[];
    fieldConfig: FieldConfigSource<Custom> & { defaults: { unit: string } };
  };

type Panel =
  | PanelOf<'timeseries', timeseries.Options, timeseries.FieldConfig>
  | PanelOf<'stat', stat.Options, object>
  | PanelOf<'heatmap', heatmap.Options, heatmap.FieldConfig>;

interface PrometheusAnnotation extends AnnotationQuery<PrometheusQuery> {
  target: PrometheusQuery;
  titleFormat: string;
  textFormat: string;
}

export type Dashboard = Json<
  Omit<GrafanaDashboard, 'panels' | 'annotations'> &
    Required<Pick<GrafanaDashboard, 'uid' | 'title' | 'description' | 'templating'>> & {
      panels: Panel[];
      annotations: { list: PrometheusAnnotation[] };
    }
>;
